/**
 * A batch from its begin to its commit or its end without one: files that appear at once, the catalog's writes, the quarantine beside, and what is
 * cleaned away (docs/decisions/0149, 0162).
 */
@NullMarked
package io.millrace.etl.job.commit;

import org.jspecify.annotations.NullMarked;
