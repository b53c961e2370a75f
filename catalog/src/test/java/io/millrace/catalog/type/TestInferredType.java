package io.millrace.catalog.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Primitive;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestInferredType {
    private static final long SEED = 20261122;
    private static final int ROUNDS = 20_000;

    @Test
    void joinIsALatticesJoin() {
        Random random = new Random(SEED);
        for (int i = 0; i < ROUNDS; i++) {
            InferredType a = anyType(random, 3);
            InferredType b = anyType(random, 3);
            InferredType c = anyType(random, 3);
            String what = "seed %d, round %d: %s, %s, %s".formatted(SEED, i, a, b, c);
            assertThat(a.join(b)).as(what).isEqualTo(b.join(a));
            assertThat(a.join(b).join(c)).as(what).isEqualTo(a.join(b.join(c)));
            assertThat(a.join(a)).as(what).isEqualTo(a);
            assertThat(a.join(InferredType.nothing())).as(what).isEqualTo(a);
            assertThat(a.join(b).join(a)).as(what).isEqualTo(a.join(b));
        }
    }

    private static InferredType anyType(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> InferredType.nothing();
            case 1 -> any(random, WrittenTimes.Kind.class, WrittenTimes::of).join(anyTimes(random));
            case 2, 3 -> anyNumbers(random);
            case 4, 5 -> InferredType.of(anyScalar(random));
            case 6 -> new InferredType.ListOf(anyType(random, depth - 1));
            case 7 -> new InferredType.Entries(InferredType.of(anyScalar(random)), anyType(random, depth - 1));
            default -> anyMembers(random, depth);
        };
    }

    private static HiveType anyScalar(Random random) {
        int kind = random.nextInt(Primitive.values().length + 3);
        if (kind < Primitive.values().length) {
            return List.of(Primitive.values()).get(kind);
        }
        int precision = 1 + random.nextInt(Decimal.MAX_PRECISION);
        return new Decimal(precision, random.nextInt(precision + 1));
    }

    private static InferredType anyTimes(Random random) {
        return random.nextBoolean() ? InferredType.nothing() : any(random, WrittenTimes.Kind.class, WrittenTimes::of);
    }

    private static WrittenNumbers anyNumbers(Random random) {
        int scale = random.nextInt(4);
        return new WrittenNumbers(
                any(random, WrittenNumbers.Width.class, width -> width),
                any(random, WrittenNumbers.Notation.class, notation -> notation),
                any(random, WrittenNumbers.Padding.class, padding -> padding),
                any(random, WrittenNumbers.Digits.class, digits -> digits),
                random.nextInt(40),
                scale,
                scale + random.nextInt(3));
    }

    private static <E extends Enum<E>, T> T any(Random random, Class<E> type, Function<E, T> use) {
        List<E> constants = List.of(type.getEnumConstants());
        return use.apply(constants.get(random.nextInt(constants.size())));
    }

    private static InferredType anyMembers(Random random, int depth) {
        Map<String, InferredType> members = new HashMap<>();
        for (String name : new String[] {"a", "b", "c"}) {
            if (random.nextBoolean()) {
                members.put(name, anyType(random, depth - 1));
            }
        }
        return new InferredType.Members(members);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "bigint;double;double",
                "int;bigint;bigint",
                "tinyint;float;double",
                "bigint;string;string",
                "date;timestamp;timestamp",
                "timestamp;bigint;string",
                "boolean;bigint;string",
                "decimal(5,2);decimal(6,1);decimal(7,2)",
                "int;decimal(5,2);decimal(12,2)",
                "decimal(38,0);decimal(38,38);double",
                "array<int>;array<bigint>;array<bigint>",
                "struct<a:int>;struct<b:string>;struct<a:int,b:string>",
                "struct<a:int>;array<int>;string",
                "map<string,int>;map<string,bigint>;map<string,bigint>",
                "map<int,string>;map<string,string>;map<string,string>",
                "map<string,int>;struct<a:int,b:bigint>;map<string,bigint>",
                "map<string,int>;struct<a:int,b:boolean>;map<string,string>",
                "map<string,int>;array<int>;string",
                "map<string,int>;int;string"
            })
    void joinsTo(String a, String b, String joined) {
        assertThat(InferredType.of(HiveType.parse(a))
                        .join(InferredType.of(HiveType.parse(b)))
                        .toHiveType())
                .isEqualTo(HiveType.parse(joined));
    }

    @Test
    void isTextWhenNothingIsKnown() {
        assertThat(InferredType.nothing().toHiveType()).isEqualTo(Primitive.STRING);
        assertThat(new InferredType.Members(Map.of()).toHiveType()).isEqualTo(Primitive.STRING);
        assertThat(new InferredType.ListOf(InferredType.nothing()).toHiveType()).hasToString("array<string>");
    }
}
