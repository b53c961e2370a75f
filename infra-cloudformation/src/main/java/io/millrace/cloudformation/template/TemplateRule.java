package io.millrace.cloudformation.template;

/** Which of the validator's rules a mistake breaks; tools filter by the name. */
public enum TemplateRule {
    /** The text is no YAML or JSON that CloudFormation reads. */
    SYNTAX("syntax"),
    /** The template's sections, and what parameters, conditions and outputs are made of. */
    SECTION("section"),
    /** A resource's type and attributes such as {@code DeletionPolicy}. */
    RESOURCE("resource"),
    /** Properties by AWS's resource schemas: names, types, required and read-only ones. */
    PROPERTY("property"),
    /** A value outside of AWS's enumerations, lengths, ranges and patterns. */
    VALUE("value"),
    /** What {@code Ref}, {@code Fn::GetAtt}, {@code Fn::Sub} or {@code DependsOn} names is not there. */
    REFERENCE("reference"),
    /** Parameters, conditions and mappings that nothing uses. */
    UNUSED("unused"),
    /** Resources that wait for each other. */
    CYCLE("cycle"),
    /** Intrinsic functions with wrong arguments. */
    FUNCTION("function"),
    /** IAM statements that allow too much. */
    IAM("iam"),
    /** Secrets in plain text. */
    SECRET("secret"),
    /** Values of a parameters file that the template does not take. */
    PARAMETER("parameter"),
    /** Types, properties, attributes and sections that AWS has and Millrace cannot deploy. */
    DEPLOYABLE("deployable");

    private final String text;

    TemplateRule(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
