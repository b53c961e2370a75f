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

final class TestAvroCompatibility {
    private static final String ID = "{'name':'id','type':'long'}";

    static Stream<Evolution> evolutions() {
        return Stream.of(
                change("adding a field without default", ID, ID + ",{'name':'zip','type':'string'}", FORWARD),
                change("adding a field with a default", ID, ID + ",{'name':'zip','type':'string','default':''}", BOTH),
                change(
                        "adding a nullable field with default null",
                        ID,
                        ID + ",{'name':'p','type':['null','int'],'default':null}",
                        BOTH),
                change("removing a field without default", ID + ",{'name':'email','type':'string'}", ID, BACKWARD),
                change(
                        "removing a field with a default",
                        ID + ",{'name':'phone','type':'string','default':''}",
                        ID,
                        BOTH),
                change("int to long", "{'name':'n','type':'int'}", "{'name':'n','type':'long'}", BACKWARD),
                change("int to double", "{'name':'n','type':'int'}", "{'name':'n','type':'double'}", BACKWARD),
                change("long to int", "{'name':'n','type':'long'}", "{'name':'n','type':'int'}", FORWARD),
                change("string to bytes", "{'name':'n','type':'string'}", "{'name':'n','type':'bytes'}", BOTH),
                change("string to int", "{'name':'n','type':'string'}", "{'name':'n','type':'int'}", NONE),
                change(
                        "int to a union with int",
                        "{'name':'n','type':'int'}",
                        "{'name':'n','type':['null','int']}",
                        BACKWARD),
                change(
                        "a union without one branch",
                        "{'name':'n','type':['null','int','string']}",
                        "{'name':'n','type':['null','int']}",
                        FORWARD));
    }

    static Stream<Evolution> types() {
        return Stream.of(
                change("renaming a field", "{'name':'a','type':'int'}", "{'name':'b','type':'int'}", NONE),
                change(
                        "renaming a field with an alias",
                        "{'name':'a','type':'int'}",
                        "{'name':'b','type':'int','aliases':['a']}",
                        BACKWARD),
                change("reordering fields", ID + ",{'name':'n','type':'int'}", "{'name':'n','type':'int'}," + ID, BOTH),
                change("changing documentation", ID, "{'name':'id','type':'long','doc':'The id'}", BOTH),
                change("adding an enum symbol", enumeration("'A','B'", ""), enumeration("'A','B','C'", ""), BACKWARD),
                change(
                        "adding an enum symbol where there is a default",
                        enumeration("'A','B'", ",'default':'A'"),
                        enumeration("'A','B','C'", ",'default':'A'"),
                        BOTH),
                change(
                        "array items int to long",
                        "{'name':'l','type':{'type':'array','items':'int'}}",
                        "{'name':'l','type':{'type':'array','items':'long'}}",
                        BACKWARD),
                change(
                        "map values string to int",
                        "{'name':'m','type':{'type':'map','values':'string'}}",
                        "{'name':'m','type':{'type':'map','values':'int'}}",
                        NONE),
                change(
                        "a fixed of another size",
                        "{'name':'f','type':{'type':'fixed','name':'F','size':4}}",
                        "{'name':'f','type':{'type':'fixed','name':'F','size':8}}",
                        NONE),
                change(
                        "a required field in a record within",
                        nested(ID),
                        nested(ID + ",{'name':'x','type':'int'}"),
                        FORWARD),
                new Evolution("another record name", record("R", ID), record("S", ID), NONE),
                new Evolution(
                        "a recursive record with a new default",
                        "{'type':'record','name':'L','fields':[{'name':'next','type':['null','L']}]}"
                                .replace('\'', '"'),
                        "{'type':'record','name':'L','fields':[{'name':'next','type':['null','L']},{'name':'v','type':'int','default':0}]}"
                                .replace('\'', '"'),
                        BOTH));
    }

    @ParameterizedTest
    @MethodSource({"evolutions", "types"})
    void decidesBy(Evolution evolution) {
        evolution.check(DataFormat.AVRO);
    }

    @Test
    void takesTheSameSchemaForTheSameWhateverItsSpaces() {
        String spaced = record("R", ID).replace(",", " ,\n ");
        assertThat(canonical(spaced)).isEqualTo(canonical(record("R", ID)));
    }

    @Test
    void tellsSchemasApartThatDifferInADefaultAlone() {
        assertThat(canonical(record("R", "{'name':'a','type':'int','default':1}")))
                .isNotEqualTo(canonical(record("R", "{'name':'a','type':'int'}")));
    }

    private static String canonical(String text) {
        return SchemaFormats.parse(DataFormat.AVRO, text).canonical();
    }

    private static Evolution change(String what, String before, String after, Evolution.Reads reads) {
        return new Evolution(what, record("R", before), record("R", after), reads);
    }

    private static String record(String name, String fields) {
        return "{'type':'record','name':'%s','namespace':'a.b','fields':[%s]}"
                .formatted(name, fields)
                .replace('\'', '"');
    }

    private static String nested(String fields) {
        return "{'name':'r','type':{'type':'record','name':'Inner','fields':[" + fields + "]}}";
    }

    private static String enumeration(String symbols, String rest) {
        return "{'name':'e','type':{'type':'enum','name':'E','symbols':[" + symbols + "]" + rest + "}}";
    }
}
