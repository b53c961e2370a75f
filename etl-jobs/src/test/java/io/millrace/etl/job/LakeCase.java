package io.millrace.etl.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A table that Delta's or Hudi's own Spark writer wrote (see the README beside the archives), and the rows that the same writer read of it.
 *
 * @param name of the archive, and of the folder in it
 * @param columns that a crawl finds, with types, partition columns last
 */
record LakeCase(String name, List<String> columns, List<List<@Nullable String>> rows) {
    static Stream<LakeCase> all() {
        return Stream.of(deltaMapped(), deltaPlain(), deltaIds(), hudi("hudi_v6", ""), hudi("hudi_v8", "day="));
    }

    /** Deletion vectors, columns that were renamed, dropped and added at two depths, a partition of nulls. */
    private static LakeCase deltaMapped() {
        return new LakeCase(
                "delta_mapped",
                List.of(
                        "id bigint",
                        "title string",
                        "price decimal(10,2)",
                        "point struct<x:int,name:string,z:double>",
                        "tags array<struct<k:string,v:int>>",
                        "at timestamp",
                        "gone string",
                        "label int",
                        "day date"),
                List.of(
                        row("1|one|1.50|{1, a, null}|[{p, 1}]|2024-01-01 10:00:00.5|||2024-01-01"),
                        row("3|three||{null, null, null}|[]||||2024-01-01"),
                        row("4|four|4.50|{4, null, null}||2024-01-02 00:00:00|||"),
                        row("5|five|5.50|{5, e, 0.5}|[{q, 2}]|2024-01-03 00:00:00|back|55|2024-01-03")));
    }

    /** Checkpoints with commits after them, an update and a delete that wrote files anew, folders with escaped names. */
    private static LakeCase deltaPlain() {
        return new LakeCase(
                "delta_plain",
                List.of("id int", "name string", "extra double", "part string"),
                List.of(
                        row("1|n1||x/ü=1"),
                        row("2|changed||a b"),
                        row("4|n4||a b"),
                        row("5|n5||x/ü=1"),
                        row("9|n9|1.5|")));
    }

    /** Columns by number, a checkpoint of version 2 with side files, an overwritten table, a deletion vector of 90 rows. */
    private static LakeCase deltaIds() {
        return new LakeCase(
                "delta_ids",
                List.of("id int", "c string"),
                IntStream.range(0, 10)
                        .map(i -> i * 10 + 3)
                        .mapToObj(i -> row(i + "|r" + i))
                        .toList());
    }

    /** An upsert, a delete, an added column and an overwritten partition; the timeline of one table version each. */
    private static LakeCase hudi(String name, String folder) {
        List<String> own = own(name);
        return new LakeCase(
                name,
                List.of(
                        "_hoodie_commit_time string",
                        "_hoodie_commit_seqno string",
                        "_hoodie_record_key string",
                        "_hoodie_partition_path string",
                        "_hoodie_file_name string",
                        "id int",
                        "name string",
                        "price decimal(10,2)",
                        "ts bigint",
                        "extra double",
                        "day string"),
                List.of(
                        row(own.get(0) + "|1|" + folder + "2024-01-01|" + own.get(1) + "|1|changed|1.50|2||2024-01-01"),
                        row(own.get(2) + "|4|" + folder + "2024-01-03|" + own.get(3) + "|4|four|4.50|2|0.5|2024-01-03"),
                        row(own.get(4)
                                + "|5|"
                                + folder
                                + "2024-01-02|"
                                + own.get(5)
                                + "|5|five|5.50|3|1.5|2024-01-02")));
    }

    /** Commit and file of each row, as Hudi read them. */
    private static List<String> own(String name) {
        return name.equals("hudi_v6")
                ? List.of(
                        "20261122185824569|20261122185824569_0_0",
                        "21c0bb1f-ddd3-409e-9992-51ef0740b923-0_0-46-35_20261122185908487.parquet",
                        "20261122185920357|20261122185920357_0_0",
                        "f67536e7-32a4-4b35-a310-1cbfef85f4ab-0_0-57-43_20261122185920357.parquet",
                        "20261122185931131|20261122185931131_0_0",
                        "5a8cef06-7f7d-4bae-8c0b-b865f31fb807-0_0-65-51_20261122185931131.parquet")
                : List.of(
                        "20261122190024177|20261122190024177_0_0",
                        "520653f3-c380-4cdb-82c6-f6494385a34b-0_0-122-101_20261122190032749.parquet",
                        "20261122190036953|20261122190036953_0_0",
                        "677a190e-aa42-4357-a0f8-22b74aeb535e-0_0-133-109_20261122190036953.parquet",
                        "20261122190039243|20261122190039243_0_0",
                        "39743578-bb59-4bf1-b3f0-f041acd65baa-0_0-141-117_20261122190039243.parquet");
    }

    /** Cells with bars between; an empty one is null. */
    static List<@Nullable String> row(String cells) {
        return Arrays.asList(Arrays.stream(cells.split("\\|", -1))
                .map(cell -> cell.isEmpty() ? null : cell)
                .toArray(String[]::new));
    }

    Map<String, byte[]> files() {
        return files(name);
    }

    /** The archive's files by their keys. */
    static Map<String, byte[]> files(String name) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (InputStream resource = LakeCase.class.getResourceAsStream("/io/millrace/etl/lakehouse/" + name + ".zip");
                ZipInputStream archive = new ZipInputStream(Objects.requireNonNull(resource))) {
            for (ZipEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                files.put(entry.getName(), archive.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    @Override
    public String toString() {
        return name;
    }
}
