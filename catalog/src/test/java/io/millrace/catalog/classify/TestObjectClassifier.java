package io.millrace.catalog.classify;

import static io.millrace.catalog.classify.TestingObject.column;
import static io.millrace.catalog.classify.TestingObject.gzip;
import static io.millrace.catalog.classify.TestingObject.parquet;
import static io.millrace.catalog.classify.TestingObject.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.classify.CsvDialect.Header;
import io.millrace.catalog.classify.CsvDialect.Quotes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestObjectClassifier {
    private static FileSchema classify(byte[] content) throws IOException, UnreadableObjectException {
        return new ObjectClassifier(ClassifierSettings.precise(ObjectClassifier.DEFAULT_SAMPLE_BYTES))
                .classify("x", new TestingObject(content));
    }

    private static FileSchema classify(String text) throws IOException, UnreadableObjectException {
        return classify(utf8(text));
    }

    private static String columns(FileSchema schema) {
        return schema.columns().entrySet().stream()
                .map(column -> column.getKey() + ":" + column.getValue().toHiveType())
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @ValueSource(chars = {',', '|', '\t', ';', '\u0001'})
    void findsTheDelimiter(char delimiter) throws Exception {
        FileSchema schema = classify("id,name,at\n1,a b,2020-01-01\n2,c,2020-01-02\n".replace(',', delimiter));
        assertThat(schema.dialect()).contains(CsvDialect.plain(delimiter, Header.PRESENT));
        assertThat(columns(schema)).isEqualTo("id:int name:string at:date");
        assertThat(schema.records()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "1#int",
                "-214748364#int",
                "214748365#bigint",
                "-9223372036854775808#bigint",
                "9223372036854775808#decimal(38,0)",
                "12345678901234567890123456789012345678#decimal(38,0)",
                "123456789012345678901234567890123456789#string",
                "0#int",
                "007#string",
                "-0#int",
                "-07#string",
                "+49301234#string",
                "1.5#double",
                "12.50#decimal(18,2)",
                "12.55#double",
                "1234567890123456.50#decimal(38,2)",
                "0.30000000000000004#double",
                "0.3000000000000000412#decimal(38,19)",
                "1.0#double",
                "01.5#string",
                "-.5#double",
                "5.#double",
                "1e-3#double",
                "1e400#string",
                "1e5f#string",
                "1,000#string",
                "-#string",
                ".#string",
                "NaN#double",
                "-Infinity#double",
                "inf#string",
                "nan#string",
                "N/A#string",
                "NULL#string",
                "null#string",
                "' 5'#string",
                "'5 '#string",
                "TRUE#boolean",
                "yes#string",
                "t#string",
                "2020-02-29#date",
                "2021-02-29#string",
                "0000-01-01#string",
                "20200229#int",
                "02/29/2020#string",
                "2020-01-01 00:00:00#timestamp",
                "2020-01-01T23:59:59.123456#timestamp",
                "2020-01-01T23:59:59.1234567#string",
                "2020-01-01T23:59:59.#string",
                "2020-01-01T23:59:59Z#timestamp",
                "2020-01-01 23:59:59.5+00:00#timestamp",
                "2020-01-01T23:59:59+02:00#string",
                "2020-01-01 24:00:00#string",
                "2020-01-01 23:59:60#string",
                "2020-01-01 00:00#string",
                "12345-6789#string"
            })
    void typesCells(String cell, String type) throws Exception {
        assertThat(columns(classify("name|n|value\na|1|" + cell + "\nb|2|\nc|3|\\N\n")))
                .isEqualTo("name:string n:int value:" + type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "1#2.5#double",
                "1#3000000000#bigint",
                "12.50#7.25#decimal(18,2)",
                "12.50#7.5#double",
                "12.50#7#double",
                "12.50#1e3#double",
                "12.50#NaN#double",
                "9007199254740993#0.5#decimal(38,1)",
                "9223372036854775808#1e3#string",
                "1#x#string",
                "true#1#string",
                "2020-01-01#2020-01-01 10:00:00#timestamp",
                "2020-01-01#2020-01-01T10:00:00Z#string",
                "2020-01-01 10:00:00#2020-01-01T10:00:00Z#string",
                "2020-01-01#20200101#string"
            })
    void joinsCells(String a, String b, String type) throws Exception {
        String expected = "name:string n:int value:" + type;
        assertThat(columns(classify("name|n|value\na|1|" + a + "\nb|2|" + b + "\n")))
                .isEqualTo(expected);
        assertThat(columns(classify("name|n|value\na|1|" + b + "\nb|2|" + a + "\n")))
                .isEqualTo(expected);
    }

    @Test
    void emptyCellsBreakNoTypeAndAColumnOfThemIsText() throws Exception {
        assertThat(columns(classify("a,b,c\n1,,\n,2.5,\n3,4,\n"))).isEqualTo("a:int b:double c:string");
    }

    @Test
    void widensOverTheRows() throws Exception {
        assertThat(columns(classify("a,b,c\n1,1,2020-01-01\n2.5,x,2020-01-01 01:02:03\n")))
                .isEqualTo("a:double b:string c:timestamp");
    }

    @Test
    void allTextHasNoHeaderAsInGlue() throws Exception {
        FileSchema schema = classify("name,city\nann,rome\nbob,oslo\n");
        assertThat(columns(schema)).isEqualTo("col0:string col1:string");
        assertThat(schema.dialect().orElseThrow().header()).isEqualTo(Header.ABSENT);
        assertThat(schema.records()).isEqualTo(3);
    }

    @Test
    void numbersInTheFirstRowAreNoHeader() throws Exception {
        assertThat(columns(classify("1,a\n2,b\n"))).isEqualTo("col0:int col1:string");
    }

    @Test
    void aHeaderAloneIsNoCsvAsInGlue() {
        assertThatThrownBy(() -> classify("id,name\n"))
                .isInstanceOf(UnreadableObjectException.class)
                .hasMessageContaining("two rows");
    }

    @Test
    void columnNamesAreLegalAndUnique() throws Exception {
        assertThat(columns(classify("\ufeffFecha Reporte,Año,año,1st,a-b,\n1,2,3,4,5,6\n")))
                .isEqualTo("fecha_reporte:int ano:int ano_1:int _1st:int a_b:int col5:int");
    }

    @Test
    void readsQuotedCellsWithDelimitersAndLineBreaks() throws Exception {
        FileSchema schema = classify("id,note\n1,\"a, b\"\n2,\"two\nlines \"\"x\"\"\"\n");
        assertThat(columns(schema)).isEqualTo("id:int note:string");
        assertThat(schema.records()).isEqualTo(2);
        assertThat(schema.dialect().orElseThrow().quotes()).isEqualTo(Quotes.SEEN);
    }

    @Test
    void someShortAndLongRowsAreTolerated() throws Exception {
        assertThat(columns(classify("a,b,c\n1,2,3\n4,5\n6,7,8,9\n1,2,3\n1,2,3\n1,2,3\n1,2,3\n")))
                .isEqualTo("a:int b:int c:int");
    }

    @Test
    void readsGzip() throws Exception {
        FileSchema schema = classify(gzip(utf8("id,x\n1,2.5\n")));
        assertThat(columns(schema)).isEqualTo("id:int x:double");
        assertThat(schema.compression()).isEqualTo(Compression.GZIP);
    }

    @Test
    void aTruncatedGzipIsAnErrorOnlyWhenTheObjectEndsThere() throws Exception {
        byte[] whole = gzip(randomRows(200_000));
        byte[] truncated = Arrays.copyOf(whole, whole.length / 2);
        assertThat(truncated.length).isLessThan(ObjectClassifier.DEFAULT_SAMPLE_BYTES);
        assertThatThrownBy(() -> classify(truncated)).hasMessageContaining("truncated");
        FileSchema fromRange =
                new ObjectClassifier(ClassifierSettings.precise(100_000)).classify("x", new TestingObject(whole));
        assertThat(columns(fromRange)).isEqualTo("id:int x:double");
        assertThat(fromRange.records()).isBetween(180_000L, 220_000L);
    }

    private static byte[] randomRows(int rows) {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder("id,x\n");
        for (int i = 0; i < rows; i++) {
            text.append(100_000 + i).append(',').append(random.nextInt(9) + 0.5).append('\n');
        }
        return utf8(text.toString());
    }

    @Test
    void aCorruptGzipHeaderIsAnError() throws Exception {
        byte[] content = gzip(utf8("id,x\n1,2.5\n"));
        content[2] = 99;
        assertThatThrownBy(() -> classify(content)).hasMessageContaining("gzip file is damaged");
    }

    @Test
    void leavesOutTheRowThatTheSampleCuts() throws Exception {
        FileSchema schema = new ObjectClassifier(ClassifierSettings.precise(20))
                .classify("x", new TestingObject(utf8("id,n\n1,10\n2,20\n3,30.5\n4,x\n")));
        assertThat(columns(schema)).isEqualTo("id:int n:int");
    }

    @Test
    void readsJsonLines() throws Exception {
        FileSchema schema = classify("""
                {"Id":1,"big":3000000000,"f":1,"o":{"X":1},"l":[1,null],"n":null,"m":1}
                {"Id":2,"f":1.5,"o":{"y":"z"},"l":[],"b":true,"m":"x"}
                """);
        assertThat(columns(schema))
                .isEqualTo(
                        "id:int big:bigint f:double o:struct<x:int,y:string> l:array<int> n:string m:string b:boolean");
        assertThat(schema.detail())
                .isEqualTo(new FormatDetail.Json(new JsonDialect(
                        JsonDialect.Layout.LINES,
                        List.of("Id", "b", "big", "f", "l", "m", "n", "o"),
                        java.util.Map.of(),
                        List.of("o.X"),
                        "")));
        assertThat(schema.records()).isEqualTo(2);
    }

    @Test
    void aRecordThatTheSampleCutsIsLeftOut() throws Exception {
        byte[] json = utf8("{\"a\":1}\n{\"a\":2,\"text\":\"äöü äöü äöü\"}\n{\"b\":1}\n");
        for (int size = 9; size < json.length; size++) {
            FileSchema schema =
                    new ObjectClassifier(ClassifierSettings.precise(size)).classify("x", new TestingObject(json));
            assertThat(schema.columns()).as("sample of %d bytes", size).containsKey("a");
        }
    }

    @Test
    void growsTheSampleUntilItHoldsARecord() throws Exception {
        byte[] json = utf8("{\"a\":\"" + "x".repeat(5000) + "\"}\n");
        FileSchema schema =
                new ObjectClassifier(ClassifierSettings.precise(100)).classify("x", new TestingObject(json));
        assertThat(columns(schema)).isEqualTo("a:string");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1}\n{\"a\":\n", "{\"a\":1}\nnonsense\n", "{\"a\":1}\n[1]\n"})
    void malformedJsonIsAnErrorThatNamesTheRecord(String text) {
        assertThatThrownBy(() -> classify(text)).hasMessageContaining("record 2");
    }

    @Test
    void readsTheParquetFooterAlone() throws Exception {
        SchemaElement text = column("Name", Type.BYTE_ARRAY);
        text.setConverted_type(ConvertedType.UTF8);
        SchemaElement date = column("day", Type.INT32);
        date.setLogicalType(LogicalType.DATE(new DateType()));
        SchemaElement money = column("money", Type.INT64);
        money.setLogicalType(LogicalType.DECIMAL(new DecimalType(2, 12)));
        SchemaElement list = new SchemaElement("tags");
        list.setNum_children(1);
        list.setLogicalType(LogicalType.LIST(new ListType()));
        SchemaElement repeated = new SchemaElement("list");
        repeated.setNum_children(1);
        repeated.setRepetition_type(FieldRepetitionType.REPEATED);
        byte[] file = parquet(
                3 << 20,
                1000,
                column("id", Type.INT64),
                text,
                date,
                money,
                column("at", Type.INT96),
                list,
                repeated,
                column("element", Type.DOUBLE));
        TestingObject object = new TestingObject(file);
        FileSchema schema = new ObjectClassifier(ClassifierSettings.precise(ObjectClassifier.DEFAULT_SAMPLE_BYTES))
                .classify("x.parquet", object);
        assertThat(columns(schema))
                .isEqualTo("id:bigint name:string day:date money:decimal(12,2) at:timestamp tags:array<double>");
        assertThat(schema.records()).isEqualTo(1000);
        assertThat(object.reads()).containsExactly((file.length - 65536) + "+65536");
    }

    @Test
    void aParquetFileThatIsNoneIsAnError() throws Exception {
        byte[] file = parquet(100, 1, column("id", Type.INT64));
        assertThatThrownBy(() -> classify(Arrays.copyOf(file, file.length - 20)))
                .hasMessageContaining("truncated");
        byte[] damaged = file.clone();
        Arrays.fill(damaged, 104, file.length - 8, (byte) 0x7f);
        assertThatThrownBy(() -> classify(damaged)).hasMessageContaining("footer");
    }

    @Test
    void randomBytesHaveNoFormat() {
        byte[] garbage = new byte[10_000];
        new Random(3).nextBytes(garbage);
        assertThatThrownBy(() -> classify(garbage)).hasMessageContaining("no known format");
        assertThatThrownBy(() -> classify("just some text\nand more\n")).hasMessageContaining("no known format");
    }

    @Test
    void readsRealTaxiTrips() throws Exception {
        Path folder = TestingTrips.folder();
        byte[] trips = Files.readAllBytes(folder.resolve("yellow_tripdata_2020-04.csv"));
        FileSchema schema = classify(trips);
        assertThat(columns(schema))
                .isEqualTo("vendor_id:int pickup_datetime:timestamp dropoff_datetime:timestamp"
                        + " passenger_count:int trip_distance:double rate_code_id:int store_and_fwd_flag:string"
                        + " pickup_location_id:int dropoff_location_id:int payment_type:int fare_amount:double"
                        + " extra:double mta_tax:double tip_amount:double tolls_amount:double"
                        + " improvement_surcharge:double total_amount:double congestion_surcharge:double");
        assertThat(schema.records()).isEqualTo(10_000);
    }
}
