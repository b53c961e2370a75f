package io.millrace.cloudformation.template;

import io.millrace.cloudformation.schema.ResourceSchemas;
import java.util.List;

/**
 * Finds a template's mistakes: wrong sections, resource types, properties, value types, values, lengths and patterns by AWS's
 * resource schemas and API models; references to what is not there, functions with wrong arguments, circular dependencies, what is
 * declared and not used; IAM statements that allow too much; secrets in plain text. Thread-safe.
 */
public final class TemplateValidator {
    private final ResourceSchemas schemas;

    /** A validator against these schemas. */
    public TemplateValidator(ResourceSchemas schemas) {
        this.schemas = schemas;
    }

    /** All mistakes, in the order of their lines; empty if there are none. */
    public List<TemplateProblem> validate(Template template) {
        Problems problems = Problems.of(template);
        new SectionValidator(template, problems).validate();
        new ResourceValidator(template, schemas, problems.under(TemplateRule.RESOURCE)).validate();
        new ReferenceValidator(template, schemas, problems.under(TemplateRule.REFERENCE)).validate();
        new FunctionValidator(template, problems.under(TemplateRule.FUNCTION)).validate();
        new PolicyValidator(template, problems.under(TemplateRule.IAM)).validate();
        new SecretValidator(template, problems.under(TemplateRule.SECRET)).validate();
        return problems.inOrder();
    }
}
