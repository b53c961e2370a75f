package io.millrace.server.pipeline;

import io.millrace.server.wire.ServiceException;

/** CodePipeline's errors in its wording. */
final class PipelineErrors {
    private PipelineErrors() {}

    static ServiceException error(String name, String message) {
        return new ServiceException(name, 400, message);
    }

    static ServiceException invalid(String message) {
        return error("ValidationException", message);
    }

    static ServiceException structure(String message) {
        return error("InvalidStructureException", message);
    }

    static ServiceException stage(String message) {
        return error("InvalidStageDeclarationException", message);
    }

    static ServiceException action(String message) {
        return error("InvalidActionDeclarationException", message);
    }

    static ServiceException noPipeline(String name) {
        return error(
                "PipelineNotFoundException",
                "Account '000000000000' does not have a pipeline with name '" + name + "'");
    }

    static ServiceException noExecution(String id) {
        return error("PipelineExecutionNotFoundException", "There is no pipeline execution with the id " + id);
    }

    static ServiceException noStage(String pipeline, String stage) {
        return error("StageNotFoundException", "The pipeline " + pipeline + " has no stage " + stage);
    }
}
