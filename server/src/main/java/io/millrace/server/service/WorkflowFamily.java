package io.millrace.server.service;

import io.millrace.catalog.trigger.WorkflowOperations;
import io.millrace.catalog.trigger.WorkflowRunOperations;

/** Glue's operations on workflows and their runs. */
public record WorkflowFamily(WorkflowOperations definitions, WorkflowRunOperations runs) {}
