package io.millrace.server.pipeline;

import io.millrace.catalog.page.PageTokens;
import io.millrace.server.resource.ResourceTags;
import io.millrace.server.resource.ServiceArns;
import io.millrace.server.resource.ServicePages;
import io.millrace.server.rule.StateListener;
import java.time.InstantSource;
import java.util.Collection;
import org.jdbi.v3.core.Jdbi;

/** CodePipeline of one server: its operations, and the engine behind them. */
public final class CodePipeline implements AutoCloseable {
    private final PipelineEngine engine;
    private final SourceWatch watch;
    private final PipelineOperations pipelines;
    private final ExecutionOperations executions;
    private final ExecutionQueries queries;
    private final StageOperations stages;
    private final DecisionOperations decisions;

    /**
     * CodePipeline over a database with the server's migrations.
     *
     * @param providers what its actions can be
     * @param listener is told of every change of state
     * @param region of its ARNs
     */
    public CodePipeline(
            Jdbi jdbi,
            Collection<ActionProvider> providers,
            ResourceTags tags,
            PageTokens tokens,
            StateListener listener,
            String region,
            InstantSource clock) {
        Pipelines stored = new Pipelines(jdbi);
        Executions rows = new Executions(jdbi);
        ActionRuns runs = new ActionRuns(jdbi);
        PipelineRules rules = new PipelineRules(providers);
        ServicePages pages = new ServicePages(tokens, "InvalidNextTokenException");
        PipelineEvents events = new PipelineEvents(runs, listener, region);
        ExecutionSteps steps = new ExecutionSteps(stored, rows, runs, events, clock);
        ActionEnds ends = new ActionEnds(jdbi, rows, runs, steps, events, clock);
        this.engine =
                new PipelineEngine(rows, runs, steps, new ActionWork(stored, rows, runs, steps, ends, rules, clock));
        this.executions = new ExecutionOperations(stored, rows, runs, steps, ends, engine, clock);
        this.pipelines = new PipelineOperations(
                stored, rules, executions, tags, new ServiceArns("codepipeline", region), pages, clock);
        this.queries = new ExecutionQueries(stored, rows, runs, steps, pages);
        this.stages = new StageOperations(stored, rows, runs, engine, clock);
        this.decisions = new DecisionOperations(stored, runs, ends, engine, clock);
        this.watch = new SourceWatch(stored, rules, executions);
    }

    /** Goes on where the last server was, and watches sources. Once, when the services answer. */
    public void start() {
        engine.start();
        watch.start();
    }

    /** Operations on declarations and tags. */
    public PipelineOperations pipelines() {
        return pipelines;
    }

    /** Operations that change executions. */
    public ExecutionOperations executions() {
        return executions;
    }

    /** Operations that read executions. */
    public ExecutionQueries queries() {
        return queries;
    }

    /** Operations on stages. */
    public StageOperations stages() {
        return stages;
    }

    /** Approvals and results of jobs. */
    public DecisionOperations decisions() {
        return decisions;
    }

    /** Begins nothing further; the next server goes on. */
    @Override
    public void close() {
        watch.close();
        engine.close();
    }
}
