/** Expressions from Athena's SQL, as users write them in job arguments. */
@NullMarked
package io.millrace.etl.lane.expression.sql;

import org.jspecify.annotations.NullMarked;
