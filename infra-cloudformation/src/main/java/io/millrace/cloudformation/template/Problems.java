package io.millrace.cloudformation.template;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the problems of one template. */
final class Problems {
    private final Template template;
    private final List<TemplateProblem> found = new ArrayList<>();

    Problems(Template template) {
        this.template = template;
    }

    void add(String path, String message) {
        found.add(template.problem(path, message));
    }

    /** What was found, in the template's order. */
    List<TemplateProblem> inOrder() {
        return found.stream()
                .distinct()
                .sorted(Comparator.comparingInt(TemplateProblem::line))
                .toList();
    }
}
