package io.millrace.server.pipeline;

import io.millrace.server.wire.ServiceException;
import io.millrace.server.work.RepeatedWork;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;

/** Looks at the sources of pipelines and starts those whose source has changed since an execution last took it. */
final class SourceWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceWatch.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final int ALL = 10_000;

    private final Pipelines pipelines;
    private final PipelineRules rules;
    private final ExecutionOperations executions;
    private final RepeatedWork watching =
            new RepeatedWork("pipeline-sources", "The sources of pipelines cannot be looked at");

    SourceWatch(Pipelines pipelines, PipelineRules rules, ExecutionOperations executions) {
        this.pipelines = pipelines;
        this.rules = rules;
        this.executions = executions;
    }

    void start() {
        watching.every(LOOK_EVERY, LOOK_EVERY, this::look);
    }

    void look() {
        pipelines.list("", ALL).forEach(pipeline -> lookAt(pipeline.declaration()));
    }

    private void lookAt(PipelineDeclaration pipeline) {
        try {
            look(pipeline);
        } catch (RuntimeException e) {
            // Whatever is wrong with one pipeline's source, the others' are looked at.
            if (!watching.isClosed()) {
                LOG.warn("The source of the pipeline {} cannot be looked at", pipeline.name(), e);
            }
        }
    }

    private void look(PipelineDeclaration pipeline) {
        for (ActionDeclaration action : pipeline.stages().get(0).actions()) {
            if (rules.provider(action) instanceof SourceProvider source) {
                Optional<String> last = pipelines.lastRevision(pipeline.name(), action.name());
                // What no execution has taken yet is taken by the one that the pipeline's creation has started.
                Optional<String> now = last.isEmpty() ? Optional.empty() : source.revision(action);
                if (now.isPresent() && !now.equals(last)) {
                    begin(pipeline.name(), action.name(), now.get());
                }
            }
        }
    }

    private void begin(String pipeline, String action, String revision) {
        try {
            pipelines.jdbi().useTransaction(handle -> {
                pipelines.setRevision(pipeline, action, revision);
                executions.begin(pipeline, "PollForSourceChanges", action);
            });
            executions.poke();
        } catch (ServiceException e) {
            LOG.warn("{} is not started for a change of {}: {}", pipeline, action, e.getMessage());
        }
    }

    @Override
    public void close() {
        watching.close();
    }
}
