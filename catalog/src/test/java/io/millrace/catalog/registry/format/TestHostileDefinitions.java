package io.millrace.catalog.registry.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.glue.model.Compatibility;
import software.amazon.awssdk.services.glue.model.DataFormat;

/** Definitions made to cost time, stack or memory, and those that are not valid at all. */
final class TestHostileDefinitions {
    // Far more than any of them takes; what is not bounded takes minutes.
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int SIZE = 160_000;

    static Stream<Arguments> invalid() {
        return Stream.of(
                Arguments.of(DataFormat.AVRO, "string", "not valid JSON"),
                Arguments.of(DataFormat.AVRO, "{\"type\":\"strange\"}", "not valid"),
                Arguments.of(DataFormat.AVRO, "\"int\" \"int\"", "one JSON document"),
                Arguments.of(
                        DataFormat.AVRO, record("{\"name\":\"a\",\"type\":\"int\",\"default\":\"x\"}"), "not valid"),
                Arguments.of(DataFormat.AVRO, record("{\"name\":\"1a\",\"type\":\"int\"}"), "not valid"),
                Arguments.of(DataFormat.AVRO, nested("{\"type\":\"array\",\"items\":", "\"int\"", "}", 5_000), "depth"),
                Arguments.of(DataFormat.AVRO, union(2_500), "too many branches"),
                Arguments.of(DataFormat.JSON, "[]", "must be an object"),
                Arguments.of(DataFormat.JSON, "{\"type\":5}", "not valid"),
                Arguments.of(DataFormat.JSON, "{\"a\":1,\"a\":2}", "Duplicate"),
                Arguments.of(DataFormat.JSON, "{\"pattern\":\"(\"}", "regular expression"),
                Arguments.of(DataFormat.JSON, "{\"$ref\":\"http://127.0.0.1:1/x\"}", "outside"),
                Arguments.of(DataFormat.JSON, "{\"$ref\":\"file:///etc/passwd\"}", "outside"),
                Arguments.of(DataFormat.JSON, "{\"$ref\":\"classpath://log4j2.xml\"}", "outside"),
                Arguments.of(DataFormat.JSON, "{\"$ref\":\"#/definitions/none\"}", "not valid"),
                Arguments.of(DataFormat.JSON, "{\"$ref\":\"#\"}", "itself"),
                Arguments.of(DataFormat.JSON, "{\"$id\":\"::\"}", "not valid"),
                Arguments.of(DataFormat.JSON, "{\"multipleOf\":1e-999999999}", "out of range"),
                Arguments.of(DataFormat.JSON, "{\"maximum\":" + "9".repeat(SIZE) + "}", "not valid"),
                Arguments.of(DataFormat.JSON, nested("{\"not\":", "{}", "}", 20_000), "depth"),
                Arguments.of(DataFormat.PROTOBUF, "message M { string a = 1 }", "not valid"),
                Arguments.of(DataFormat.PROTOBUF, "message M { optional None a = 1; }", "unable to resolve"),
                Arguments.of(DataFormat.PROTOBUF, "import \"other.proto\"; message M { }", "other.proto"),
                Arguments.of(DataFormat.PROTOBUF, "import \"google/protobuf/none.proto\"; message M { }", "not valid"),
                Arguments.of(DataFormat.PROTOBUF, "message M { optional group G = 1 { } }", "group"),
                Arguments.of(
                        DataFormat.PROTOBUF,
                        "message M { extensions 5 to 8; } extend M { optional int32 z = 6; }",
                        "extensions"),
                Arguments.of(DataFormat.PROTOBUF, "/* no end", "without end"),
                Arguments.of(DataFormat.PROTOBUF, " ", "no message"),
                Arguments.of(DataFormat.PROTOBUF, nested("message M {", "", "}", 10_000), "too deep"),
                Arguments.of(
                        DataFormat.PROTOBUF,
                        "message M { optional string s = 1 [" + "a.".repeat(SIZE / 2) + "b = 1]; }",
                        "parts"),
                Arguments.of(
                        DataFormat.PROTOBUF,
                        "message M { optional string s = 1 [default = " + "[".repeat(SIZE) + "]; }",
                        "too deep"));
    }

    @ParameterizedTest
    @MethodSource
    void invalid(DataFormat format, String definition, String reason) {
        assertTimeoutPreemptively(
                BOUND,
                () -> assertThatThrownBy(() -> SchemaFormats.parse(format, definition))
                        .isInstanceOf(InvalidDefinitionException.class)
                        .hasMessageContaining(reason)
                        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1_100)));
    }

    static Stream<Arguments> expensive() {
        return Stream.of(
                Arguments.of(DataFormat.AVRO, "a union of 900 records", union(900)),
                Arguments.of(DataFormat.AVRO, "records that contain each other", records(200)),
                Arguments.of(
                        DataFormat.JSON,
                        "a pattern that backtracks",
                        "{\"type\":\"string\",\"pattern\":\"(a+)+$\",\"enum\":[\"" + "a".repeat(50_000) + "b\"]}"),
                Arguments.of(DataFormat.JSON, "alternatives that double", doubling("anyOf", 30)),
                Arguments.of(DataFormat.JSON, "parts that double", doubling("allOf", 30)),
                Arguments.of(DataFormat.JSON, "each property against each pattern", properties(1_500)),
                Arguments.of(
                        DataFormat.JSON,
                        "a value against doubling parts",
                        doubling("allOf", 30).replace("\"d30\":{}", "\"d30\":{\"enum\":[1,2]}")),
                Arguments.of(DataFormat.PROTOBUF, "5,000 fields", "message M { " + fields(5_000) + " }"),
                Arguments.of(DataFormat.PROTOBUF, "2,000 messages of each other", messages(2_000)),
                Arguments.of(
                        DataFormat.PROTOBUF,
                        "2,000 oneofs",
                        "message M { "
                                + IntStream.range(1, 2_000)
                                        .mapToObj(i -> "oneof o" + i + " { int32 f" + i + " = " + i + "; }")
                                        .collect(Collectors.joining())
                                + " }"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource
    void expensive(DataFormat format, String what, String definition) {
        assertThat(definition).hasSizeLessThan(170_000);
        assertTimeoutPreemptively(BOUND, () -> {
            SchemaDefinition first = SchemaFormats.parse(format, definition);
            SchemaDefinition second = SchemaFormats.parse(format, definition.replace("1,2", "2,1"));
            CompatibilityCheck.violations(Compatibility.FULL, first, second);
            assertThat(first.canonical()).isNotEmpty();
        });
    }

    @Test
    void referencesThatNestDeeperThanTheStackAreRefusedNotThrown() {
        String chain = IntStream.range(0, 1_500)
                .mapToObj(i -> "\"d" + i + "\":{\"items\":{\"$ref\":\"#/definitions/d" + (i + 1) + "\"}}")
                .collect(
                        Collectors.joining(",", "{\"$ref\":\"#/definitions/d0\",\"definitions\":{", ",\"d1500\":{}}}"));
        assertTimeoutPreemptively(
                BOUND,
                () -> assertThatThrownBy(() -> SchemaFormats.parse(DataFormat.JSON, chain))
                        .isInstanceOf(InvalidDefinitionException.class)
                        .hasMessageContaining("too deep"));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void mutationsAreValidOrInvalidAndNothingElse(DataFormat format, String seed) {
        Random random = new Random(20261122);
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < 2_000; i++) {
                String mutated = mutate(seed, random);
                try {
                    assertThat(SchemaFormats.parse(format, mutated).canonical()).isNotNull();
                } catch (InvalidDefinitionException e) {
                    assertThat(e).hasMessageContaining("e");
                }
            }
        });
    }

    static Stream<Arguments> seeds() {
        return Stream.of(
                Arguments.of(
                        DataFormat.AVRO,
                        record(
                                "{\"name\":\"a\",\"type\":[\"null\",{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"]}],\"default\":null},"
                                        + "{\"name\":\"f\",\"type\":{\"type\":\"fixed\",\"name\":\"F\",\"size\":4,\"logicalType\":\"decimal\",\"precision\":5,\"scale\":2}}")),
                Arguments.of(
                        DataFormat.JSON,
                        "{\"$id\":\"a\",\"type\":[\"object\",\"null\"],\"properties\":{\"a\":{\"type\":\"string\",\"format\":\"email\",\"enum\":[\"x\",null]},"
                                + "\"b\":{\"$ref\":\"#/definitions/d\"}},\"definitions\":{\"d\":{\"minimum\":1.5,\"items\":[{},true]}},\"required\":[\"a\"],"
                                + "\"dependencies\":{\"a\":[\"b\"]},\"if\":{\"const\":1},\"then\":{\"not\":{}}}"),
                Arguments.of(
                        DataFormat.PROTOBUF,
                        "syntax = \"proto3\"; package a.b; import \"google/protobuf/any.proto\"; message M { reserved 4, 6 to 9; map<string, N> m = 1; "
                                + "oneof o { int32 x = 2; google.protobuf.Any y = 3 [deprecated = true]; } enum E { option allow_alias = true; A = 0; B = 0; } message N { E e = 1; } } "
                                + "service S { rpc F(M) returns (stream M); }"));
    }

    private static String mutate(String seed, Random random) {
        StringBuilder text = new StringBuilder(seed);
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, "{}[]\":,;=<>\u0000\ud800é1-".charAt(random.nextInt(16)));
                case 2 -> text.setCharAt(at, text.charAt(random.nextInt(text.length())));
                default -> {
                    int end = Math.min(text.length(), at + random.nextInt(20));
                    text.insert(random.nextInt(text.length()), text.substring(at, end));
                }
            }
        }
        return text.toString();
    }

    private static String union(int branches) {
        return IntStream.range(0, branches)
                .mapToObj(i -> "{\"type\":\"record\",\"name\":\"R" + i + "\",\"fields\":[]}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String nested(String open, String inner, String close, int depth) {
        return open.repeat(depth) + inner + close.repeat(depth);
    }

    private static String record(String fields) {
        return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}";
    }

    private static String records(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"type\":\"record\",\"name\":\"R" + i + "\",\"fields\":["
                        + (i == 0
                                ? ""
                                : IntStream.range(Math.max(0, i - 20), i)
                                        .mapToObj(j -> "{\"name\":\"f" + j + "\",\"type\":\"R" + j + "\"}")
                                        .collect(Collectors.joining(",")))
                        + "]}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String doubling(String word, int levels) {
        return IntStream.range(0, levels)
                .mapToObj(i -> "\"d%d\":{\"%s\":[{\"$ref\":\"#/definitions/d%d\"},{\"$ref\":\"#/definitions/d%d\"}]}"
                        .formatted(i, word, i + 1, i + 1))
                .collect(Collectors.joining(
                        ",", "{\"$ref\":\"#/definitions/d0\",\"definitions\":{", ",\"d" + levels + "\":{}}}"));
    }

    private static String properties(int count) {
        return IntStream.range(0, count)
                        .mapToObj(i -> "\"p" + i + "\":{\"type\":\"string\"}")
                        .collect(Collectors.joining(",", "{\"properties\":{", "},\"patternProperties\":{"))
                + IntStream.range(0, count)
                        .mapToObj(i -> "\"q" + i + "\":{\"maxLength\":" + i + "}")
                        .collect(Collectors.joining(","))
                + "}}";
    }

    private static String fields(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "optional int32 f" + i + "=" + i + ";")
                .collect(Collectors.joining());
    }

    private static String messages(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "message M" + i + "{optional M" + (i + 1) % count + " m=1;}")
                .collect(Collectors.joining());
    }
}
