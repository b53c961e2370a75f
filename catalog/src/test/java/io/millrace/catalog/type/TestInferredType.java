package io.millrace.catalog.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Primitive;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
            InferredType a = anyType(random, 2);
            InferredType b = anyType(random, 2);
            InferredType c = anyType(random, 2);
            String what = "seed %d, round %d: %s, %s, %s".formatted(SEED, i, a, b, c);
            assertThat(a.join(b)).as(what).isEqualTo(b.join(a));
            assertThat(a.join(b).join(c)).as(what).isEqualTo(a.join(b.join(c)));
            assertThat(a.join(a)).as(what).isEqualTo(a);
            assertThat(a.join(InferredType.nothing())).as(what).isEqualTo(a);
            assertThat(a.join(b).join(a)).as(what).isEqualTo(a.join(b));
        }
    }

    private static InferredType anyType(Random random, int depth) {
        int kind = random.nextInt(depth > 0 ? 20 : 14);
        if (kind < Primitive.values().length) {
            return new InferredType.Scalar(List.of(Primitive.values()).get(kind));
        }
        if (kind < 13) {
            int precision = 1 + random.nextInt(Decimal.MAX_PRECISION);
            return new InferredType.Scalar(new Decimal(precision, random.nextInt(precision + 1)));
        }
        if (kind < 14) {
            return InferredType.nothing();
        }
        if (kind < 16) {
            return new InferredType.ListOf(anyType(random, depth - 1));
        }
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
                "map<string,int>;map<string,bigint>;string"
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
