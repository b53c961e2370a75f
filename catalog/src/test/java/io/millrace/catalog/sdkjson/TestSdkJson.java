package io.millrace.catalog.sdkjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.ColumnStatisticsData;
import software.amazon.awssdk.services.glue.model.PrincipalType;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.UserDefinedFunction;

class TestSdkJson {
    private static Table table(String json) {
        return SdkJsonReader.read(json.getBytes(StandardCharsets.UTF_8), (SdkPojo) Table.builder(), Table.class);
    }

    private static String json(SdkPojo object) {
        return new String(SdkJsonWriter.write(object), StandardCharsets.UTF_8);
    }

    @Test
    void readsWhatItWrote() {
        Table table = Table.builder()
                .name("größe")
                .createTime(Instant.parse("2026-11-22T05:30:00.125Z"))
                .retention(0)
                .isRegisteredWithLakeFormation(false)
                .partitionKeys(List.of())
                .parameters(Map.of("a\"b", "\u0001\n"))
                .storageDescriptor(
                        s -> s.columns(Column.builder().name("c").type("int").build())
                                .compressed(true))
                .build();
        assertThat(table(json(table))).isEqualTo(table);
        assertThat(table("{}").hasPartitionKeys()).isFalse();
        assertThat(table(json(table)).hasPartitionKeys()).isTrue();
    }

    @Test
    void writesTimestampsAsSeconds() {
        Instant time = Instant.parse("2026-11-22T05:30:00.125Z");
        assertThat(json(Table.builder().createTime(time).build())).isEqualTo("{\"CreateTime\":1795325400.125}");
        assertThat(table("{\"CreateTime\":1.795325400125E9}").createTime()).isEqualTo(time);
        assertThat(table("{\"CreateTime\":-1}").createTime()).isEqualTo(Instant.ofEpochSecond(-1));
    }

    @Test
    void keepsEnumerationsThatItDoesNotKnow() {
        UserDefinedFunction function = SdkJsonReader.read(
                "{\"OwnerType\":\"ROBOT\"}".getBytes(StandardCharsets.UTF_8),
                (SdkPojo) UserDefinedFunction.builder(),
                UserDefinedFunction.class);
        assertThat(function.ownerType()).isEqualTo(PrincipalType.UNKNOWN_TO_SDK_VERSION);
        assertThat(json(function)).isEqualTo("{\"OwnerType\":\"ROBOT\"}");
    }

    @Test
    void carriesNumbersThatAreNotFiniteAsText() {
        ColumnStatisticsData data = ColumnStatisticsData.builder()
                .doubleColumnStatisticsData(
                        d -> d.minimumValue(Double.NEGATIVE_INFINITY).maximumValue(Double.NaN))
                .build();
        String json = json(data);
        assertThat(json).contains("\"-Infinity\"").contains("\"NaN\"");
        assertThat(SdkJsonReader.read(
                        json.getBytes(StandardCharsets.UTF_8),
                        (SdkPojo) ColumnStatisticsData.builder(),
                        ColumnStatisticsData.class))
                .isEqualTo(data);
    }

    @Test
    void takesNullForAbsent() {
        Table table = table("{\"Name\":null,\"Parameters\":{\"a\":null,\"b\":\"c\"},\"PartitionKeys\":null}");
        assertThat(table.name()).isNull();
        assertThat(table.parameters()).containsExactly(Map.entry("b", "c"));
        assertThat(table.hasPartitionKeys()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"Name\":1}",
                "{\"Name\":{}}",
                "{\"Retention\":\"1\"}",
                "{\"Retention\":1.5}",
                "{\"Retention\":2147483648}",
                "{\"IsRegisteredWithLakeFormation\":\"true\"}",
                "{\"PartitionKeys\":{}}",
                "{\"PartitionKeys\":[1]}",
                "{\"Parameters\":[]}",
                "{\"Parameters\":{\"a\":1}}",
                "{\"StorageDescriptor\":[]}",
                "{\"CreateTime\":\"2026-11-22\"}",
                "{\"CreateTime\":1e999999999}",
                "{\"CreateTime\":1e-999999999}",
                "{\"CreateTime\":1e30}",
                "{} {}",
                "{\"Name\":\"\u0001\"}",
                "{'Name':'a'}",
                "{\"Name\":NaN}"
            })
    void refusesOtherShapes(String json) {
        assertThatThrownBy(() -> table(json)).isInstanceOf(SdkJsonException.class);
    }
}
