package io.millrace.catalog.type;

import static org.assertj.core.api.Assertions.assertThat;

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
                        HiveType.parse("struct<firstname:string,in:array<map<string,struct<zip:int,id:int>>>>")))
                .hasToString("struct<firstName:string,in:array<map<string,struct<Zip:int,id:int>>>>");
        assertThat(KEYS.written(HiveType.parse("bigint"))).hasToString("bigint");
    }

    @Test
    void tablesWithoutParametersHaveTheirColumnsNames() {
        assertThat(JsonKeys.of(Map.of()).of("a")).isEqualTo("a");
        assertThat(JsonKeys.of(Map.of()).written(HiveType.parse("struct<a:int>")))
                .hasToString("struct<a:int>");
    }
}
