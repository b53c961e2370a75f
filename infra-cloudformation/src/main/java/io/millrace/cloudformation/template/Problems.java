package io.millrace.cloudformation.template;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the problems of one template; each validator adds those of its own rule. */
final class Problems {
    private final Template template;
    private final TemplateRule rule;
    private final List<TemplateProblem> found;

    private Problems(Template template, TemplateRule rule, List<TemplateProblem> found) {
        this.template = template;
        this.rule = rule;
        this.found = found;
    }

    static Problems of(Template template) {
        return new Problems(template, TemplateRule.SECTION, new ArrayList<>());
    }

    /** The same collection, for problems of another rule. */
    Problems under(TemplateRule other) {
        return new Problems(template, other, found);
    }

    void add(String path, String message) {
        found.add(new TemplateProblem(rule, path, template.line(path), message));
    }

    /** What was found, in the template's order. */
    List<TemplateProblem> inOrder() {
        return found.stream()
                .distinct()
                .sorted(Comparator.comparingInt(TemplateProblem::line))
                .toList();
    }
}
