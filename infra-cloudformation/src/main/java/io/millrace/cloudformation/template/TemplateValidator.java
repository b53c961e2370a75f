package io.millrace.cloudformation.template;

import io.millrace.cloudformation.schema.ResourceSchemas;
import java.util.List;

/**
 * Finds a template's mistakes: wrong sections, resource types, properties and value types by AWS's resource schemas;
 * references to what is not there, circular dependencies, unused parameters; IAM statements that allow too much.
 *
 * <p>The schemas know neither allowed values nor lengths, so a wrong {@code WorkerType} is not found. Thread-safe.
 */
public final class TemplateValidator {
    private final ResourceSchemas schemas;

    /** A validator against these schemas. */
    public TemplateValidator(ResourceSchemas schemas) {
        this.schemas = schemas;
    }

    /** All mistakes, in the order of their lines; empty if there are none. */
    public List<TemplateProblem> validate(Template template) {
        Problems problems = new Problems(template);
        new SectionValidator(template, problems).validate();
        new ResourceValidator(template, schemas, problems).validate();
        new ReferenceValidator(template, schemas, problems).validate();
        new PolicyValidator(template, problems).validate();
        return problems.inOrder();
    }
}
