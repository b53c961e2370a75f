package io.millrace.catalog.registry.format;

import static io.millrace.catalog.registry.format.Evolution.Reads.BACKWARD;
import static io.millrace.catalog.registry.format.Evolution.Reads.BOTH;
import static io.millrace.catalog.registry.format.Evolution.Reads.FORWARD;
import static io.millrace.catalog.registry.format.Evolution.Reads.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.glue.model.DataFormat;

final class TestJsonCompatibility {
    static Stream<Evolution> objects() {
        return Stream.of(
                change(
                        "an optional property where objects are closed",
                        closed("'a':{'type':'string'}"),
                        closed("'a':{'type':'string'},'phone':{'type':'string'}"),
                        BACKWARD),
                change(
                        "an optional property where objects are open",
                        open("'a':{'type':'string'}"),
                        open("'a':{'type':'string'},'phone':{'type':'string'}"),
                        FORWARD),
                change(
                        "an optional property of any type where objects are open",
                        open("'a':{'type':'string'}"),
                        open("'a':{'type':'string'},'x':{}"),
                        BOTH),
                change(
                        "removing a property where objects are open",
                        open("'a':{'type':'string'},'b':{'type':'string'}"),
                        open("'a':{'type':'string'}"),
                        BACKWARD),
                change(
                        "a required property",
                        open("'a':{}"),
                        "{'type':'object','properties':{'a':{}},'required':['a']}",
                        FORWARD),
                change("closing objects", open("'a':{}"), closed("'a':{}"), FORWARD),
                change(
                        "typing additional properties",
                        "{'type':'object'}",
                        "{'type':'object','additionalProperties':{'type':'string'}}",
                        FORWARD),
                change(
                        "a property of the type of additional ones",
                        "{'type':'object','additionalProperties':{'type':'string'}}",
                        "{'type':'object','properties':{'a':{'type':'string'}},'additionalProperties':{'type':'string'}}",
                        BOTH));
    }

    static Stream<Evolution> objectSizesAndNames() {
        return Stream.of(
                change("minProperties", "{'type':'object'}", "{'type':'object','minProperties':1}", FORWARD),
                change(
                        "maxProperties raised",
                        "{'type':'object','maxProperties':1}",
                        "{'type':'object','maxProperties':2}",
                        BACKWARD),
                change(
                        "a pattern's schema widened",
                        "{'type':'object','patternProperties':{'^x':{'type':'integer'}}}",
                        "{'type':'object','patternProperties':{'^x':{'type':'number'}}}",
                        BACKWARD),
                change(
                        "a pattern added to open objects",
                        "{'type':'object'}",
                        "{'type':'object','patternProperties':{'^x':{'type':'number'}}}",
                        FORWARD),
                change(
                        "propertyNames",
                        "{'type':'object'}",
                        "{'type':'object','propertyNames':{'maxLength':3}}",
                        FORWARD),
                change("a dependency", "{'type':'object'}", "{'type':'object','dependencies':{'a':['b']}}", FORWARD),
                change(
                        "a dependency of what is required anyway",
                        "{'type':'object','required':['b']}",
                        "{'type':'object','required':['b'],'dependencies':{'a':['b']}}",
                        BOTH),
                change(
                        "a schema dependency",
                        "{'type':'object'}",
                        "{'type':'object','dependencies':{'a':{'required':['b']}}}",
                        FORWARD),
                change(
                        "properties without a type",
                        "{'properties':{'a':{'type':'string'}}}",
                        "{'type':'object','properties':{'a':{'type':'string'}}}",
                        FORWARD));
    }

    static Stream<Evolution> values() {
        return Stream.of(
                change("integer to number", "{'type':'integer'}", "{'type':'number'}", BACKWARD),
                change("string to integer", "{'type':'string'}", "{'type':'integer'}", NONE),
                change("a type to one of several", "{'type':'string'}", "{'type':['string','null']}", BACKWARD),
                change("anything to a type", "{}", "{'type':'string'}", FORWARD),
                change("true to false", "true", "false", FORWARD),
                change(
                        "maxLength raised",
                        "{'type':'string','maxLength':3}",
                        "{'type':'string','maxLength':5}",
                        BACKWARD),
                change("minLength added", "{'type':'string'}", "{'type':'string','minLength':5}", FORWARD),
                change("another pattern", "{'type':'string','pattern':'a'}", "{'type':'string','pattern':'b'}", NONE),
                change("a pattern removed", "{'type':'string','pattern':'a'}", "{'type':'string'}", BACKWARD),
                change("a format added", "{'type':'string'}", "{'type':'string','format':'date-time'}", FORWARD),
                change("minimum lowered", "{'type':'integer','minimum':3}", "{'type':'integer','minimum':1}", BACKWARD),
                change(
                        "minimum made exclusive",
                        "{'type':'number','minimum':3}",
                        "{'type':'number','exclusiveMinimum':3}",
                        FORWARD),
                change(
                        "draft 4's exclusive maximum removed",
                        draft4("'maximum':3,'exclusiveMaximum':true"),
                        draft4("'maximum':3"),
                        BACKWARD),
                change(
                        "multipleOf 6 to 3",
                        "{'type':'integer','multipleOf':6}",
                        "{'type':'integer','multipleOf':3}",
                        BACKWARD),
                change("an enum with a new value", "{'enum':['a','b']}", "{'enum':['a','b','c']}", BACKWARD),
                change(
                        "a typed enum with a new value",
                        "{'type':'string','enum':['a']}",
                        "{'type':'string','enum':['b','a']}",
                        BACKWARD),
                change("an enum to its type", "{'type':'string','enum':['a','b']}", "{'type':'string'}", BACKWARD),
                change("a const to an enum", "{'const':1}", "{'enum':[1.0,2]}", BACKWARD),
                change(
                        "an enum with null to a nullable type",
                        "{'enum':['a',null]}",
                        "{'type':['string','null']}",
                        BACKWARD),
                change("a constraint on another type", "{'type':'string'}", "{'type':'string','minimum':4}", BOTH));
    }

    static Stream<Evolution> lists() {
        return Stream.of(
                change(
                        "items integer to number",
                        "{'type':'array','items':{'type':'integer'}}",
                        "{'type':'array','items':{'type':'number'}}",
                        BACKWARD),
                change("minItems", "{'type':'array'}", "{'type':'array','minItems':1}", FORWARD),
                change("uniqueItems removed", "{'type':'array','uniqueItems':true}", "{'type':'array'}", BACKWARD),
                change(
                        "a tuple with a further item, closed",
                        "{'type':'array','items':[{}],'additionalItems':false}",
                        "{'type':'array','items':[{},{'type':'string'}],'additionalItems':false}",
                        BACKWARD),
                change("contains", "{'type':'array'}", "{'type':'array','contains':{'type':'string'}}", FORWARD),
                change("a boolean to null", "{'type':'boolean'}", "{'type':'null'}", NONE));
    }

    static Stream<Evolution> combinations() {
        return Stream.of(
                change(
                        "anyOf with a new alternative",
                        "{'anyOf':[{'type':'string'}]}",
                        "{'anyOf':[{'type':'string'},{'type':'integer'}]}",
                        BACKWARD),
                change(
                        "oneOf in another order",
                        "{'oneOf':[{'type':'string'},{'type':'integer'}]}",
                        "{'oneOf':[{'type':'integer'},{'type':'string'}]}",
                        BOTH),
                change(
                        "allOf with a new part",
                        "{'allOf':[{'type':'string'}]}",
                        "{'allOf':[{'type':'string'},{'maxLength':3}]}",
                        FORWARD),
                change("not of less", "{'not':{'type':'number'}}", "{'not':{'type':'integer'}}", BACKWARD),
                change(
                        "if-then of more",
                        "{'if':{'type':'string'},'then':{'maxLength':3}}",
                        "{'if':{'type':'string'},'then':{'maxLength':4}}",
                        BACKWARD),
                change(
                        "a type by reference",
                        "{'type':'integer'}",
                        "{'$ref':'#/definitions/n','definitions':{'n':{'type':'number'}}}",
                        BACKWARD),
                change(
                        "a list that contains itself, optional value",
                        tree("'v':{'type':'integer'}"),
                        tree("'v':{'type':'number'}"),
                        BACKWARD),
                change(
                        "a list that contains itself, other value",
                        tree("'v':{'type':'integer'}"),
                        tree("'v':{'type':'string'}"),
                        NONE),
                change(
                        "titles and defaults",
                        "{'type':'string'}",
                        "{'type':'string','title':'T','default':'x','examples':['y']}",
                        BOTH));
    }

    @ParameterizedTest
    @MethodSource({"objects", "objectSizesAndNames", "values", "lists", "combinations"})
    void decidesBy(Evolution evolution) {
        evolution.check(DataFormat.JSON);
    }

    @Test
    void doesNotTakeAnAlternativeThatFailedForOneThatHolds() {
        // Found to hold under the first alternative only because the lists were taken to fit, which they do not.
        String before = "{'properties':{'n':{'$ref':'#'},'v':{'type':'string'}},'additionalProperties':false}";
        String after =
                "{'anyOf':[{'$ref':'#/definitions/l'},{'properties':{'n':{'$ref':'#/definitions/l'},'v':{'type':'string'}}}],"
                        + "'definitions':{'l':{'properties':{'n':{'$ref':'#/definitions/l'},'v':{'type':'integer'}}}}}";
        assertThat(CompatibilityCheck.violations(
                        software.amazon.awssdk.services.glue.model.Compatibility.BACKWARD, parse(after), parse(before)))
                .isNotEmpty();
    }

    @Test
    void takesTheSameSchemaForTheSameWhateverItsOrderAndSpaces() {
        assertThat(parse("{'type':'string', 'maxLength' : 3}").canonical())
                .isEqualTo(parse("{'maxLength':3,'type':'string'}").canonical());
    }

    private static SchemaDefinition parse(String text) {
        return SchemaFormats.parse(DataFormat.JSON, text.replace('\'', '"'));
    }

    private static Evolution change(String what, String before, String after, Evolution.Reads reads) {
        return new Evolution(what, before.replace('\'', '"'), after.replace('\'', '"'), reads);
    }

    private static String open(String properties) {
        return "{'type':'object','properties':{" + properties + "}}";
    }

    private static String closed(String properties) {
        return "{'type':'object','properties':{" + properties + "},'additionalProperties':false}";
    }

    private static String draft4(String constraints) {
        return "{'$schema':'http://json-schema.org/draft-04/schema#','type':'number'," + constraints + "}";
    }

    private static String tree(String value) {
        return "{'type':'object','additionalProperties':false,'properties':{'next':{'$ref':'#'}," + value + "}}";
    }
}
