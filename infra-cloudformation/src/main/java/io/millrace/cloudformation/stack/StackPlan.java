package io.millrace.cloudformation.stack;

import io.millrace.cloudformation.evaluate.EvaluationContext;
import io.millrace.cloudformation.evaluate.EvaluationException;
import io.millrace.cloudformation.evaluate.Exports;
import io.millrace.cloudformation.evaluate.LanguageExtensions;
import io.millrace.cloudformation.evaluate.ParameterValue;
import io.millrace.cloudformation.evaluate.PseudoParameters;
import io.millrace.cloudformation.evaluate.ResourceGraph;
import io.millrace.cloudformation.evaluate.ResourceValues;
import io.millrace.cloudformation.evaluate.TemplateEvaluator;
import io.millrace.cloudformation.resource.ResourceHandlers;
import io.millrace.cloudformation.resource.StackIdentity;
import io.millrace.cloudformation.template.Template;
import io.millrace.cloudformation.template.TemplateParser;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** A stack's version, read: its template with loops expanded, its context, and the exports that it uses. */
final class StackPlan {
    private final EvaluationContext context;
    private final Set<String> imports = new ConcurrentSkipListSet<>();

    private StackPlan(
            Template template, Map<String, ParameterValue> parameters, PseudoParameters pseudo, Exports exports) {
        this.context = new EvaluationContext(template, parameters, pseudo, name -> {
            imports.add(name);
            return exports.find(name);
        });
    }

    /** Reads a version of a stack. */
    static StackPlan of(StackIdentity stack, StackVersion version, Exports exports) {
        Template template =
                LanguageExtensions.expand(TemplateParser.parse(version.templateBody()), version.parameters());
        PseudoParameters pseudo = new PseudoParameters(
                stack.accountId(), stack.region(), stack.name(), stack.id(), version.notificationArns());
        return new StackPlan(template, version.parameters(), pseudo, exports);
    }

    Template template() {
        return context.template();
    }

    TemplateEvaluator evaluator(ResourceValues resources) {
        return new TemplateEvaluator(context, resources);
    }

    /** The exports that evaluations so far have asked for. */
    List<String> imports() {
        return List.copyOf(imports);
    }

    /**
     * Finds what can be wrong before anything is made.
     *
     * @throws EvaluationException with the first mistake
     */
    void check(ResourceHandlers handlers) {
        new TemplateSupport(template(), handlers).check();
        TemplateEvaluator evaluator = evaluator(ResourceValues.unknown());
        template().section("Conditions").fieldNames().forEachRemaining(evaluator::condition);
        if (evaluator.resources().isEmpty()) {
            throw new EvaluationException("Template format error: its conditions leave no resource");
        }
        ResourceGraph.of(evaluator);
        evaluator.resources().values().forEach(evaluator::properties);
        evaluator.outputs();
    }
}
