package io.millrace.cloudformation.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cloudformation.evaluate.DynamicReference;
import io.millrace.cloudformation.evaluate.DynamicReferences;
import io.millrace.cloudformation.evaluate.EvaluationException;
import io.millrace.cloudformation.evaluate.ParameterResolution;
import io.millrace.cloudformation.evaluate.ResourceValues;
import io.millrace.cloudformation.evaluate.ValueSources;
import io.millrace.cloudformation.resource.StackIdentity;
import io.millrace.cloudformation.template.TemplateParser;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Every intrinsic function and every failure, as data: {@code template-*.txt} beside this class. */
final class TestTemplateCases {
    private static final String SURROUNDING = """
            Transform: AWS::LanguageExtensions
            Parameters:
              Stage: {Type: String, Default: test}
              Count: {Type: Number, Default: 3}
              Zones: {Type: CommaDelimitedList, Default: "a, b,c"}
              Numbers: {Type: List<Number>, Default: "1,2"}
              Nothing: {Type: CommaDelimitedList, Default: ""}
              Stored: {Type: "AWS::SSM::Parameter::Value<String>", Default: /size}
              StoredList: {Type: "AWS::SSM::Parameter::Value<List<String>>", Default: /list}
            Mappings:
              Sizes:
                test: {cpu: 1, list: [x, y]}
                prod: {cpu: 8}
            Conditions:
              IsTest: !Equals [!Ref Stage, test]
              IsProd: !Equals [!Ref Stage, prod]
              Both: !And [!Condition IsTest, !Not [!Condition IsProd]]
              Either: !Or [!Condition IsProd, !Equals [a, b]]
              Round: !Not [!Condition Round]
            Resources:
              A: {Type: "Test::Cloud::Named"}
              Off: {Type: "Test::Cloud::Named", Condition: IsProd}
            """;
    private static final StackIdentity STACK = new StackIdentity(
            "s", "arn:aws:cloudformation:eu-west-1:000000000000:stack/s/1", "000000000000", "eu-west-1");

    private static final class Sources implements ValueSources {
        private static final Map<String, String> PARAMETERS = Map.of("/size", "7", "/list", "p,q");

        @Override
        public Optional<String> parameter(String name) {
            return Optional.ofNullable(PARAMETERS.get(name));
        }

        @Override
        public Optional<String> resolve(DynamicReference reference) {
            if (reference.name().equals("missing")) {
                return Optional.empty();
            }
            return Optional.of(reference.service() + " " + reference.name()
                    + reference.key().map(key -> " key " + key).orElse("")
                    + reference.stage().map(stage -> " stage " + stage).orElse("")
                    + reference.version().map(version -> " version " + version).orElse(""));
        }

        @Override
        public boolean exists(String type, String value) {
            return value.equals("vpc-1");
        }
    }

    private static final class Values implements ResourceValues {
        @Override
        public JsonNode ref(String logicalId) {
            return JsonNodeFactory.instance.textNode("id-" + logicalId);
        }

        @Override
        public JsonNode attribute(String logicalId, String attribute) {
            return JsonNodeFactory.instance.textNode(logicalId + "/" + attribute);
        }
    }

    /** {@code VALUE | JSON}, or {@code VALUE | ! MESSAGE}. */
    @ParameterizedTest
    @CsvFileSource(resources = "template-values.txt", delimiter = '|', quoteCharacter = '`')
    void givesValues(String value, String expected) {
        String template = SURROUNDING + "Outputs:\n  X: {Value: " + value + "}\n";
        if (expected.startsWith("! ")) {
            assertThatThrownBy(() -> evaluated(template))
                    .isInstanceOfAny(EvaluationException.class, StackException.class)
                    .hasMessageContaining(expected.substring(2));
        } else {
            assertThat(evaluated(template)).isEqualTo(expected);
        }
    }

    private static String evaluated(String template) {
        StackVersion version = new StackVersion(
                template,
                ParameterResolution.resolve(TemplateParser.parse(template), Map.of(), new Sources()),
                Map.of(),
                List.of(),
                List.of("arn:topic"),
                "");
        StackPlan plan = StackPlan.of(
                STACK,
                version,
                name -> Optional.ofNullable(Map.of("net-id", "vpc-1").get(name)));
        JsonNode declared = plan.template().section("Outputs").path("X");
        ObjectNode value = (ObjectNode) plan.evaluator(new Values()).evaluate(declared);
        return DynamicReferences.resolve(value, new Sources()).path("Value").toString();
    }

    /**
     * {@code TEMPLATE | PARAMETERS | MESSAGE}: lines of the template end in {@code ;;}, parameters are {@code A=1&B=2}; the message is what the
     * creation of a stack is refused with, or {@code ok} and the resources with their properties.
     */
    @ParameterizedTest
    @CsvFileSource(resources = "template-refusals.txt", delimiter = '|', quoteCharacter = '`')
    void acceptsAndRefuses(String template, String parameters, String expected) {
        String text = template.replace(";;", "\n");
        Map<String, String> given = new TreeMap<>();
        for (String pair : parameters == null ? new String[0] : parameters.split("&")) {
            given.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        if (expected.startsWith("ok ")) {
            assertThat(planned(text, given)).isEqualTo(expected.substring(3));
        } else {
            assertThatThrownBy(() -> planned(text, given))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining(expected);
        }
    }

    private static String planned(String template, Map<String, String> parameters) {
        EngineParts parts = new EngineParts(new MemoryStackStore(new Faults()), Clock.systemUTC());
        StackInputs inputs = new StackInputs(
                new TestingCloud(new Faults()).handlers(), new Sources(), StackRights.ofHandlers(), parts);
        StackInput input = new StackInput(
                Optional.of(template), parameters, Set.of(), Optional.empty(), List.of(), Optional.empty(), "");
        StackPlan plan = inputs.prepare(STACK, input, Optional.empty(), Capabilities.Expansion.SHOWN_FIRST)
                .plan();
        var evaluator = plan.evaluator(new Values());
        Map<String, ObjectNode> properties = new TreeMap<>();
        evaluator.resources().forEach((name, resource) -> properties.put(name, evaluator.properties(resource)));
        return properties.toString();
    }
}
