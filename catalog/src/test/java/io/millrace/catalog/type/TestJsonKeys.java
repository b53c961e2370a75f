package io.millrace.catalog.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestJsonKeys {
    private static final JsonKeys KEYS = JsonKeys.of(
            Map.of("paths", "Id,who,user-id", "mapping.user_id", "user-id", "millrace.nested-paths", "firstName,Zip"));

    @Test
    void findsTheKeyOfAColumn() {
        assertThat(KEYS.of("id")).isEqualTo("Id");
        assertThat(KEYS.of("user_id")).isEqualTo("user-id");
        assertThat(KEYS.of("who")).isEqualTo("who");
        assertThat(KEYS.of("missing")).isEqualTo("missing");
    }

    @Test
    void givesNestedNamesTheirCaseBack() {
        assertThat(KEYS.written(
                        "c", HiveType.parse("struct<firstname:string,in:array<map<string,struct<zip:int,id:int>>>>")))
                .hasToString("struct<firstName:string,in:array<map<string,struct<Zip:int,id:int>>>>");
        assertThat(KEYS.written("c", HiveType.parse("bigint"))).hasToString("bigint");
    }

    @Test
    void membersOfOneNameAreSpelledAsTheirOwnStructHasThem() {
        String nested = String.join(
                ",",
                JsonKeys.nestedPath(List.of("user", "Id")),
                JsonKeys.nestedPath(List.of("user", "a.B,%")),
                JsonKeys.nestedPath(List.of("items", "in", "ID")));
        JsonKeys keys = JsonKeys.of(Map.of(JsonKeys.NESTED_PATHS, nested));

        assertThat(keys.written("user", HiveType.parse("struct<id:int,a.b,%:int,c.d:int>")))
                .hasToString("struct<Id:int,a.B,%:int,c.d:int>");
        assertThat(keys.written("items", HiveType.parse("array<struct<id:int,in:map<string,struct<id:int>>>>")))
                .hasToString("array<struct<id:int,in:map<string,struct<ID:int>>>>");
    }

    @Test
    void aPathIsNoKeyOfItsOwn() {
        JsonKeys keys = JsonKeys.of(Map.of(JsonKeys.NESTED_PATHS, JsonKeys.nestedPath(List.of("service", "Name"))));
        assertThat(keys.written("service", HiveType.parse("struct<name:string>")))
                .hasToString("struct<Name:string>");
        assertThat(keys.written("resource", HiveType.parse("struct<service.name:string>")))
                .hasToString("struct<service.name:string>");
    }

    @Test
    void tablesWithoutParametersHaveTheirColumnsNames() {
        assertThat(JsonKeys.of(Map.of()).of("a")).isEqualTo("a");
        assertThat(JsonKeys.of(Map.of()).written("c", HiveType.parse("struct<a:int>")))
                .hasToString("struct<a:int>");
    }
}
