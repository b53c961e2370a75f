package io.millrace.server.cloudformation;

import io.millrace.cloudformation.api.ChangeSetOperations;
import io.millrace.cloudformation.api.StackOperations;
import io.millrace.cloudformation.api.StackQueries;
import io.millrace.cloudformation.api.TemplateOperations;

/** The families of CloudFormation's operations, as the wire registers them. */
public record StackServices(
        StackOperations stacks, ChangeSetOperations changeSets, StackQueries queries, TemplateOperations templates) {}
