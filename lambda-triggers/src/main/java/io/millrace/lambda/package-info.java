/**
 * Lambda handlers that start the ETL chain.
 */
@NullMarked
package io.millrace.lambda;

import org.jspecify.annotations.NullMarked;
