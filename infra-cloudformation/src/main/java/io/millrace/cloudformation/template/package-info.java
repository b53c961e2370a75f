/**
 * CloudFormation templates: reading them from YAML and finding their mistakes before anything is deployed. Used by the tests
 * of the shipped templates and by the stack engine.
 */
@NullMarked
package io.millrace.cloudformation.template;

import org.jspecify.annotations.NullMarked;
