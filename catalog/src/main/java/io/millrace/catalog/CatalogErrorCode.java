package io.millrace.catalog;

/** The errors of the Glue API that the catalog raises, by their wire names. */
public enum CatalogErrorCode {
    ALREADY_EXISTS("AlreadyExistsException", Fault.CLIENT),
    CONCURRENT_MODIFICATION("ConcurrentModificationException", Fault.CLIENT),
    CONCURRENT_RUNS_EXCEEDED("ConcurrentRunsExceededException", Fault.CLIENT),
    CONDITION_CHECK_FAILURE("ConditionCheckFailureException", Fault.CLIENT),
    CRAWLER_NOT_RUNNING("CrawlerNotRunningException", Fault.CLIENT),
    CRAWLER_RUNNING("CrawlerRunningException", Fault.CLIENT),
    CRAWLER_STOPPING("CrawlerStoppingException", Fault.CLIENT),
    ENTITY_NOT_FOUND("EntityNotFoundException", Fault.CLIENT),
    GLUE_ENCRYPTION("GlueEncryptionException", Fault.CLIENT),
    IDEMPOTENT_PARAMETER_MISMATCH("IdempotentParameterMismatchException", Fault.CLIENT),
    ILLEGAL_WORKFLOW_STATE("IllegalWorkflowStateException", Fault.CLIENT),
    INTERNAL_SERVICE("InternalServiceException", Fault.SERVICE),
    INVALID_INPUT("InvalidInputException", Fault.CLIENT),
    NO_SCHEDULE("NoScheduleException", Fault.CLIENT),
    OPERATION_NOT_SUPPORTED("OperationNotSupportedException", Fault.CLIENT),
    OPERATION_TIMEOUT("OperationTimeoutException", Fault.SERVICE),
    RESOURCE_NUMBER_LIMIT_EXCEEDED("ResourceNumberLimitExceededException", Fault.CLIENT),
    SCHEDULER_NOT_RUNNING("SchedulerNotRunningException", Fault.CLIENT),
    SCHEDULER_RUNNING("SchedulerRunningException", Fault.CLIENT),
    VERSION_MISMATCH("VersionMismatchException", Fault.CLIENT);

    /** Whose fault an error is: the caller's (HTTP 400) or the service's (HTTP 500). */
    public enum Fault {
        CLIENT,
        SERVICE
    }

    private final String wireName;
    private final Fault fault;

    CatalogErrorCode(String wireName, Fault fault) {
        this.wireName = wireName;
        this.fault = fault;
    }

    /** The error's name in the Glue API model. */
    public String wireName() {
        return wireName;
    }

    /** Whose fault it is. */
    public Fault fault() {
        return fault;
    }
}
