package io.millrace.etl.job;

import static io.millrace.etl.job.RoundTripCase.PRECISE;
import static io.millrace.etl.job.RoundTripCase.compressed;

import io.millrace.etl.job.RoundTripCase.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/** What crawlers meet, made by hand: the values beside the files. */
final class RoundTripCases {
    private static final String CSV = "id,name,price\n1,ann,1.5\n2,bob,2.25\n";

    private static final String JSON =
            "{\"id\":1,\"name\":\"ann\",\"price\":1.5}\n{\"id\":2,\"name\":\"bob\",\"price\":2.25}\n";

    private RoundTripCases() {}

    static Stream<RoundTripCase> all() {
        List<RoundTripCase> cases = new ArrayList<>();
        cases.addAll(delimiters());
        cases.addAll(quotes());
        cases.addAll(encodings());
        cases.addAll(compressions());
        cases.addAll(types());
        cases.addAll(json());
        cases.addAll(keys());
        cases.addAll(folders());
        return cases.stream();
    }

    private static RoundTripCase people(String name) {
        return RoundTripCase.of(name, "id name price").row("1", "ann", "1.5").row("2", "bob", "2.25");
    }

    private static List<RoundTripCase> delimiters() {
        return List.of(
                people("csv_comma").file("a.csv", CSV),
                people("csv_crlf").file("a.csv", CSV.replace("\n", "\r\n")),
                people("csv_no_newline_at_end").file("a.csv", CSV.strip()),
                people("csv_tab").file("a.tsv", CSV.replace(',', '\t')),
                people("csv_pipe").file("a.csv", CSV.replace(',', '|')),
                people("csv_semicolon").file("a.csv", CSV.replace(',', ';')),
                people("csv_control_a").file("a.csv", CSV.replace(',', '\1')),
                RoundTripCase.of("csv_without_header", "col0 col1 col2")
                        .file("a.csv", "1,ann,1.5\n2,bob,2.25\n")
                        .row("1", "ann", "1.5")
                        .row("2", "bob", "2.25"),
                people("csv_two_files")
                        .file("a.csv", "id,name,price\n1,ann,1.5\n")
                        .file("b.csv", "id,name,price\n2,bob,2.25\n"));
    }

    /** In glue mode the crawler registers LazySimpleSerDe, which knows no quotes: there Athena returns them, as ours does. */
    private static List<RoundTripCase> quotes() {
        return List.of(
                RoundTripCase.of("csv_quotes", "id name note")
                        .onlyIn(PRECISE)
                        .file("a.csv", "id,name,note\n1,\"a, b\",\"x\"\n2,\"say \"\"hi\"\"\",y\n")
                        .row("1", "a, b", "x")
                        .row("2", "say \"hi\"", "y"),
                RoundTripCase.of("csv_quoted_lines", "id name note")
                        .onlyIn(PRECISE)
                        .file("a.csv", "id,name,note\n1,\"two\nlines\",x\n2,one,\"three\n\nlines\"\n")
                        .row("1", "two\nlines", "x")
                        .row("2", "one", "three\n\nlines"),
                RoundTripCase.of("csv_quoted_numbers", "id name price")
                        .onlyIn(PRECISE)
                        .file("a.csv", "\"id\",\"name\",\"price\"\n\"1\",\"ann\",\"1.5\"\n\"2\",\"bob\",\"\"\n")
                        .row("1", "ann", "1.5")
                        .row("2", "bob", null),
                RoundTripCase.of("csv_escapes", "id name note")
                        .onlyIn(PRECISE)
                        .file("a.csv", "id,name,note\n1,\"say \\\"hi\\\"\",\"x\"\n2,\"a, b\",y\n")
                        .row("1", "say \"hi\"", "x")
                        .row("2", "a, b", "y"),
                RoundTripCase.of("csv_semicolon_quotes", "id name price")
                        .onlyIn(PRECISE)
                        .file("a.csv", "id;name;price\n1;\"a;b\";1.5\n2;c;2.5\n")
                        .row("1", "a;b", "1.5")
                        .row("2", "c", "2.5"));
    }

    private static List<RoundTripCase> encodings() {
        String text = "id,name\n1,Zo\u00eb\n2,\u6771\u4eac\n";
        return List.of(
                RoundTripCase.of("csv_bom", "id name")
                        .file("a.csv", "\ufeff" + text)
                        .row("1", "Zo\u00eb")
                        .row("2", "\u6771\u4eac"),
                RoundTripCase.of("csv_utf16le", "id name")
                        .file("a.csv", "\ufeff" + text, StandardCharsets.UTF_16LE)
                        .row("1", "Zo\u00eb")
                        .row("2", "\u6771\u4eac"),
                RoundTripCase.of("csv_utf16be", "id name")
                        .file("a.csv", "\ufeff" + text, StandardCharsets.UTF_16BE)
                        .row("1", "Zo\u00eb")
                        .row("2", "\u6771\u4eac"),
                RoundTripCase.of("csv_latin1", "id name")
                        .file("a.csv", "id,name\n1,Zo\u00eb\n2,Andr\u00e9\n", StandardCharsets.ISO_8859_1)
                        .row("1", "Zo\u00eb")
                        .row("2", "Andr\u00e9"));
    }

    private static List<RoundTripCase> compressions() {
        return List.of(
                // Jobs read these with the lanes' parser (ITLanes); Spark's reader goes by the name.
                people("csv_gzip_without_ending")
                        .onlyBy(Reader.SQL)
                        .file("a", compressed(CompressorStreamFactory.GZIP, CSV)),
                people("csv_gzip").file("a.csv.gz", compressed(CompressorStreamFactory.GZIP, CSV)),
                people("csv_bzip2").file("a.csv.bz2", compressed(CompressorStreamFactory.BZIP2, CSV)),
                people("csv_zstd").file("a.csv.zst", compressed(CompressorStreamFactory.ZSTANDARD, CSV)),
                people("csv_zip").file("a.csv.zip", RecordCases.zip("a.csv", CSV)),
                people("csv_snappy_framed").file("a.csv.sz", compressed(CompressorStreamFactory.SNAPPY_FRAMED, CSV)),
                people("csv_snappy_hadoop").file("a.csv.snappy", RecordCases.hadoopSnappy(CSV)),
                people("csv_lz4_framed").file("a.csv.lz4", compressed(CompressorStreamFactory.LZ4_FRAMED, CSV)),
                people("csv_lz4_hadoop").file("a.csv.lz4", RecordCases.hadoopLz4(CSV)),
                people("json_zip").file("a.json.zip", RecordCases.zip("a.json", JSON)),
                people("json_bom").file("a.json", "\ufeff" + JSON),
                people("json_bom_gzip").file("a.json.gz", compressed(CompressorStreamFactory.GZIP, "\ufeff" + JSON)),
                people("json_array_lz4")
                        .onlyIn(PRECISE)
                        .file(
                                "a.json.lz4",
                                compressed(
                                        CompressorStreamFactory.LZ4_FRAMED,
                                        "[" + JSON.strip().replace("\n", ",") + "]")),
                people("json_bzip2_without_ending")
                        .onlyBy(Reader.SQL)
                        .file("a.json", compressed(CompressorStreamFactory.BZIP2, JSON)),
                people("json_gzip").file("a.json.gz", compressed(CompressorStreamFactory.GZIP, JSON)));
    }

    private static List<RoundTripCase> types() {
        return List.of(
                RoundTripCase.of("csv_types", "i big d day at at2 flag zip")
                        .file("a.csv", """
                                i,big,d,day,at,at2,flag,zip
                                1,9007199254740993,0.1,2020-02-29,2020-01-01 10:00:00,2020-01-01T10:00:00.123,true,01234
                                -7,-3,12345.678,1999-12-31,1999-12-31 23:59:59,1999-12-31T23:59:59.5,false,99999
                                """)
                        .row(
                                "1",
                                "9007199254740993",
                                "0.1",
                                "2020-02-29",
                                "2020-01-01 10:00:00",
                                "2020-01-01T10:00:00.123",
                                "true",
                                "01234")
                        .row(
                                "-7",
                                "-3",
                                "12345.678",
                                "1999-12-31",
                                "1999-12-31 23:59:59",
                                "1999-12-31T23:59:59.5",
                                "false",
                                "99999"),
                RoundTripCase.of("csv_empty_cells", "id n name")
                        .file("a.csv", "id,n,name\n1,,x\n2,5,y\n3,6,z\n")
                        .row("1", null, "x")
                        .row("2", "5", "y")
                        .row("3", "6", "z"));
    }

    private static List<RoundTripCase> json() {
        String one = "{\"Id\":1,\"name\":\"ann\",\"ok\":true,\"price\":1.5}";
        String two = "{\"Id\":2,\"name\":\"b\\\"o\\nb\",\"ok\":false}";
        return Stream.of(
                        RoundTripCase.of("json_lines", "id name ok price").file("a.json", one + "\n" + two + "\n"),
                        RoundTripCase.of("json_in_array", "id name ok price")
                                .file("a.json", "[" + one + "," + two + "]"),
                        RoundTripCase.of("json_pretty_array", "id name ok price")
                                .file(
                                        "a.json",
                                        "[\n  " + one.replace(",", ",\n    ") + ",\n  " + two.replace(",", ",\n    ")
                                                + "\n]\n"),
                        RoundTripCase.of("json_pretty_documents", "id name ok price")
                                .file("a.json", one.replace(",", ",\n  ") + "\n" + two.replace(",", ",\n  ") + "\n"))
                // In glue mode a list is one column, as in Glue, and nothing says that documents are not lines.
                .map(test -> test.name().equals("json_lines") ? test : test.onlyIn(PRECISE))
                .map(test -> test.row("1", "ann", "true", "1.5").row("2", "b\"o\nb", "false", null))
                .toList();
    }

    /** Members of one name that two structs spell otherwise. */
    private static List<RoundTripCase> keys() {
        return List.of(RoundTripCase.of("json_spellings", "user item")
                .onlyIn(PRECISE)
                .onlyBy(Reader.SPARK)
                .file(
                        "a.json",
                        "{\"user\":{\"Id\":1},\"item\":{\"id\":2}}\n{\"user\":{\"Id\":3},\"item\":{\"id\":4}}\n")
                .row("{1}", "{2}")
                .row("{3}", "{4}"));
    }

    private static List<RoundTripCase> folders() {
        return List.of(
                RoundTripCase.of("hive_folders", "id n year month")
                        .file("year=2020/month=01/a.csv", "id,n\n1,x\n2,y\n")
                        .file("year=2020/month=02/a.csv", "id,n\n3,z\n4,w\n")
                        .file("year=2021/month=11/a.csv", "id,n\n5,v\n6,u\n")
                        .row("1", "x", "2020", "01")
                        .row("2", "y", "2020", "01")
                        .row("3", "z", "2020", "02")
                        .row("4", "w", "2020", "02")
                        .row("5", "v", "2021", "11")
                        .row("6", "u", "2021", "11"),
                RoundTripCase.of("folders_named_like_columns", "partition_0 b partition_1")
                        .file("2020/a.csv", "partition_0,b\n1,x\n2,y\n")
                        .file("2021/a.csv", "partition_0,b\n3,z\n4,w\n")
                        .row("1", "x", "2020")
                        .row("2", "y", "2020")
                        .row("3", "z", "2021")
                        .row("4", "w", "2021"),
                RoundTripCase.of("plain_folders", "id n partition_0")
                        .file("north/a.csv", "id,n\n1,x\n2,y\n")
                        .file("south/a.csv", "id,n\n3,z\n4,w\n")
                        .row("1", "x", "north")
                        .row("2", "y", "north")
                        .row("3", "z", "south")
                        .row("4", "w", "south"));
    }
}
