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

final class TestProtobufCompatibility {
    static Stream<Evolution> evolutions() {
        return Stream.of(
                proto2(
                        "adding an optional field",
                        "optional int32 a = 1;",
                        "optional int32 a = 1; optional string b = 2;",
                        BOTH),
                proto2(
                        "adding a required field",
                        "optional int32 a = 1;",
                        "optional int32 a = 1; required string zip = 2;",
                        FORWARD),
                proto2(
                        "removing a required field",
                        "required string email = 1; optional int32 a = 2;",
                        "optional int32 a = 2;",
                        BACKWARD),
                proto2(
                        "removing an optional field",
                        "optional int32 a = 1; optional int32 b = 2;",
                        "optional int32 a = 1;",
                        BOTH),
                proto2("required to optional", "required int32 a = 1;", "optional int32 a = 1;", BACKWARD),
                proto2("optional to required", "optional int32 a = 1;", "required int32 a = 1;", FORWARD),
                proto2("renaming a field", "optional int32 a = 1;", "optional int32 b = 1;", BOTH),
                proto2("renumbering a required field", "required int32 a = 1;", "required int32 a = 2;", NONE),
                proto2(
                        "a closed enum with a new constant",
                        "enum E { A = 0; } optional E e = 1;",
                        "enum E { A = 0; B = 1; } optional E e = 1;",
                        BACKWARD),
                proto3(
                        "an open enum with a new constant",
                        "enum E { A = 0; } E e = 1;",
                        "enum E { A = 0; B = 1; } E e = 1;",
                        BOTH),
                proto3("int32 to int64", "int32 a = 1;", "int64 a = 1;", BOTH),
                proto3("int32 to bool", "int32 a = 1;", "bool a = 1;", BOTH),
                proto3("int32 to an enum", "int32 a = 1;", "enum E { Z = 0; } E a = 1;", BOTH),
                proto3("int32 to sint32", "int32 a = 1;", "sint32 a = 1;", NONE),
                proto3("sint32 to sint64", "sint32 a = 1;", "sint64 a = 1;", BOTH));
    }

    static Stream<Evolution> structures() {
        return Stream.of(
                proto3("fixed32 to sfixed32", "fixed32 a = 1;", "sfixed32 a = 1;", BOTH),
                proto3("fixed32 to fixed64", "fixed32 a = 1;", "fixed64 a = 1;", NONE),
                proto3("int32 to string", "int32 a = 1;", "string a = 1;", NONE),
                proto3("string to bytes", "string a = 1;", "bytes a = 1;", BOTH),
                proto3("float to double", "float a = 1;", "double a = 1;", NONE),
                proto3("one number to repeated ones", "int32 a = 1;", "repeated int32 a = 1;", BACKWARD),
                proto3("one string to repeated ones", "string a = 1;", "repeated string a = 1;", BOTH),
                proto3("map values int32 to string", "map<string, int32> m = 1;", "map<string, string> m = 1;", NONE),
                proto3("map to message", "map<string, int32> m = 1;", "message N { string k = 1; } N m = 1;", NONE),
                proto3("removing a nested message", "message N { int32 x = 1; }", "", FORWARD),
                proto3(
                        "a field into a oneof of its own",
                        "int32 a = 1; int32 b = 2;",
                        "int32 a = 1; oneof o { int32 b = 2; }",
                        BOTH),
                proto3(
                        "two fields into one oneof",
                        "int32 a = 1; int32 b = 2;",
                        "oneof o { int32 a = 1; int32 b = 2; }",
                        FORWARD),
                proto3("adding to a oneof", "oneof o { int32 a = 1; }", "oneof o { int32 a = 1; int32 b = 2; }", BOTH),
                proto3("reserving a removed field", "int32 a = 1; int32 b = 2;", "reserved 2; int32 a = 1;", BOTH),
                proto3("a message that contains itself", "M next = 1;", "M next = 1; int32 v = 2;", BOTH),
                service(
                        "adding a method",
                        "rpc Foo(M) returns (M);",
                        "rpc Foo(M) returns (M); rpc Baz(M) returns (M);",
                        BACKWARD),
                service(
                        "removing a method",
                        "rpc Foo(M) returns (M); rpc Bar(M) returns (M);",
                        "rpc Bar(M) returns (M);",
                        FORWARD),
                service("a method that streams", "rpc Foo(M) returns (M);", "rpc Foo(M) returns (stream M);", NONE),
                new Evolution(
                        "another package",
                        "syntax=\"proto3\"; package a; message M {}",
                        "syntax=\"proto3\"; package b; message M {}",
                        NONE),
                new Evolution(
                        "adding a message",
                        "syntax=\"proto3\"; message M {}",
                        "syntax=\"proto3\"; message M {} message N {}",
                        BACKWARD));
    }

    @ParameterizedTest
    @MethodSource({"evolutions", "structures"})
    void decidesBy(Evolution evolution) {
        evolution.check(DataFormat.PROTOBUF);
    }

    @Test
    void readsGooglesWellKnownTypes() {
        new Evolution(
                        "a timestamp to a duration",
                        withImport("google.protobuf.Timestamp t = 1;"),
                        withImport("google.protobuf.Duration t = 1;"),
                        NONE)
                .check(DataFormat.PROTOBUF);
    }

    @Test
    void takesTheSameSchemaForTheSameWhateverItsCommentsAndSpaces() {
        assertThat(canonical("syntax=\"proto3\";/* a */ message M { string s = 1; // \"b\"\n }"))
                .isEqualTo(canonical("syntax = \"proto3\";\nmessage M {\n  string s=1;\n}\n"));
        assertThat(canonical("message M { optional string s = 1 [default = \"// no comment\"]; }"))
                .contains("// no comment");
    }

    private static String canonical(String text) {
        return SchemaFormats.parse(DataFormat.PROTOBUF, text).canonical();
    }

    private static String withImport(String field) {
        return "syntax=\"proto3\"; import \"google/protobuf/timestamp.proto\"; import \"google/protobuf/duration.proto\"; "
                + "message M { " + field + " }";
    }

    private static Evolution proto2(String what, String before, String after, Evolution.Reads reads) {
        return new Evolution(what, "message M { " + before + " }", "message M { " + after + " }", reads);
    }

    private static Evolution proto3(String what, String before, String after, Evolution.Reads reads) {
        String start = "syntax = \"proto3\"; message M { ";
        return new Evolution(what, start + before + " }", start + after + " }", reads);
    }

    private static Evolution service(String what, String before, String after, Evolution.Reads reads) {
        String start = "syntax = \"proto3\"; message M { } service S { ";
        return new Evolution(what, start + before + " }", start + after + " }", reads);
    }
}
