package io.millrace.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestTemplateParser {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            !Ref Stage                       | {"Ref":"Stage"}
            !Condition IsProd                | {"Condition":"IsProd"}
            !GetAtt Job.Nested.Arn           | {"Fn::GetAtt":["Job","Nested.Arn"]}
            !GetAtt [Job, Arn]               | {"Fn::GetAtt":["Job","Arn"]}
            !Sub "${A}-b"                    | {"Fn::Sub":"${A}-b"}
            !Join ["-", [!Ref A, b]]         | {"Fn::Join":["-",[{"Ref":"A"},"b"]]}
            !If [C, !Sub x, !Ref AWS::NoValue] | {"Fn::If":["C",{"Fn::Sub":"x"},{"Ref":"AWS::NoValue"}]}
            {"Fn::GetAtt": ["Job", "Arn"]}   | {"Fn::GetAtt":["Job","Arn"]}
            12                               | 12
            000000000012                     | "000000000012"
            0.5                              | 0.5
            yes                              | true
            2012-10-17                       | "2012-10-17"
            "12"                             | "12"
            """)
    void readsValues(String yaml, String json) {
        assertThat(TemplateParser.parse("Resources: " + yaml)
                        .section("Resources")
                        .toString())
                .isEqualTo(json);
    }

    @Test
    void knowsTheLineOfEachKey() {
        Template template = TemplateParser.parse("Resources:\n  A:\n    Type: x\n    DependsOn:\n      - B\n");

        assertThat(template.line("Resources/A/DependsOn/0")).isEqualTo(5);
        assertThat(template.line("Resources/A/Type/deeper")).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            `A: 1\nA: 2`           | Line 2: the key A is there twice
            `A: !Reff B`           | Line 1: !Reff is not a function
            `A: !GetAtt B`         | Line 1: !GetAtt B must name a resource and an attribute
            `[1]`                  | must be a map
            `A: [`                 | not valid YAML
            `A: &a {b: 1}\nB: *a`  | not valid YAML
            `A: {<<: {b: 1}}`      | no merge keys
            ``                     | is empty
            """, quoteCharacter = '`')
    void refusesWhatIsNoTemplate(String yaml, String message) {
        assertThatThrownBy(() -> TemplateParser.parse(yaml.replace("\\n", "\n")))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(message);
    }
}
