/**
 * What a CloudFormation resource type may and must have, read from AWS's own resource schemas. Used to validate templates.
 */
@NullMarked
package io.millrace.cloudformation.schema;

import org.jspecify.annotations.NullMarked;
