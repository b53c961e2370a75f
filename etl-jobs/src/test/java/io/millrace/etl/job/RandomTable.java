package io.millrace.etl.job;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Primitive;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * A table of CSV or JSON lines by chance: schema, dialect, files, some of whose rows do not fit, and a job's arguments over it. Cells keep to what both
 * lanes are to agree on; docs/decisions/0150 lists what the columnar lane takes beyond that.
 */
final class RandomTable {
    private static final List<String> TEXTS = List.of(
            "a",
            "Abc",
            "ÄÖü ß",
            "日本語",
            "😀",
            "x y",
            "1",
            "true",
            "semi;colon",
            "com,ma",
            "say \"hi\"",
            "it's",
            "tab\there");
    private static final List<String> FOLDERS = List.of("north", "a b", "x/y", "50%", "c:d=e", "ü");
    private static final List<Charset> CHARSETS =
            List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16);
    private static final Map<String, String> EXTENSIONS = Map.of("", "", "gz", ".gz", "zstd", ".zst", "bzip2", ".bz2");
    private static final List<String> COMPRESSIONS = List.of("", "gz", "zstd", "bzip2");
    private static final List<HiveType> TYPES = List.of(
            Primitive.BOOLEAN,
            Primitive.TINYINT,
            Primitive.SMALLINT,
            Primitive.INT,
            Primitive.BIGINT,
            Primitive.FLOAT,
            Primitive.DOUBLE,
            Primitive.STRING,
            Primitive.DATE,
            Primitive.TIMESTAMP,
            new Decimal(9, 2),
            new Decimal(18, 6),
            new Decimal(32, 10));

    private final Random random;
    private final boolean json;
    private final String delimiter;
    private final boolean quoted;
    private final boolean header;
    private final Map<String, HiveType> columns = new LinkedHashMap<>();

    /** Whether files may be compressed, end lines otherwise, have line ends in quotes and other encodings: what Spark's own reader takes another way. */
    private final boolean varied;

    private final Charset charset;
    private final Set<String> shapes = new TreeSet<>();

    RandomTable(long seed) {
        random = new Random(seed);
        json = random.nextInt(3) == 0;
        delimiter = List.of(",", ";", "\t", "|").get(random.nextInt(4));
        quoted = random.nextBoolean();
        header = random.nextBoolean();
        columns.put("at", Primitive.TIMESTAMP);
        columns.put("place", Primitive.STRING);
        columns.put("n", Primitive.INT);
        int more = 1 + random.nextInt(7);
        for (int i = 0; i < more; i++) {
            columns.put("c" + i, TYPES.get(random.nextInt(TYPES.size())));
        }
        varied = seed % 4 != 0;
        if (varied && quoted && !json) {
            columns.put("note", Primitive.STRING);
        }
        charset = varied && !json ? CHARSETS.get(random.nextInt(CHARSETS.size())) : StandardCharsets.UTF_8;
    }

    /** Whether Spark's own reader knows its rows by the same texts. */
    boolean isForSparksReader() {
        return !varied;
    }

    /** What was among the files that were written. */
    Set<String> shapes() {
        return shapes;
    }

    Table table(Path folder) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Map<String, String> serde = new LinkedHashMap<>();
        parameters.put("classification", json ? "json" : "csv");
        if (!json) {
            serde.put(quoted ? "separatorChar" : "field.delim", delimiter);
            if (quoted) {
                serde.put("quoteChar", "\"");
            }
            if (!charset.equals(StandardCharsets.UTF_8)) {
                serde.put("serialization.encoding", charset.name());
            }
            if (header) {
                parameters.put("skip.header.line.count", "1");
            }
        }
        return InMemoryCatalog.crawled(
                "t",
                TestingLanes.uri(folder),
                parameters,
                serde,
                columns.entrySet().stream()
                        .map(column -> column.getKey() + ":" + column.getValue())
                        .toArray(String[]::new));
    }

    /** Arguments that choose columns, rows, folders and order. */
    String[] arguments() {
        List<String> arguments = new ArrayList<>();
        switch (random.nextInt(4)) {
            case 0 -> arguments.add("--partition-keys=year,month");
            case 1 -> arguments.add("--partition-keys=place");
            case 2 -> arguments.add("--partition-keys=place,day=date(at)");
            default -> {}
        }
        boolean keepsPlaceAndTime = !arguments.isEmpty();
        switch (random.nextInt(5)) {
            case 0 -> arguments.add("--where=n > 0");
            case 1 -> arguments.add("--where=place IS NOT NULL AND n BETWEEN -50 AND 50");
            case 2 -> arguments.add("--where=coalesce(n, 1) % 2 = 1 OR at < TIMESTAMP '2020-06-01 00:00:00'");
            default -> {}
        }
        if (random.nextInt(3) == 0) {
            arguments.add(
                    "--select=%sn AS number, CAST(n AS bigint) * 2 AS twice, upper(place) || '!' AS loud, c0, year(at) AS y"
                            .formatted(keepsPlaceAndTime ? "place, at, " : ""));
        }
        if (random.nextInt(3) == 0) {
            arguments.add("--compression=zstd");
        }
        return arguments.toArray(String[]::new);
    }

    /**
     * Writes files.
     *
     * @param badShare how many of a hundred rows do not fit
     */
    void write(Path folder, int files, int badShare) throws IOException {
        for (int i = 0; i < files; i++) {
            StringBuilder text = new StringBuilder();
            String lineEnd = varied && random.nextBoolean() ? "\r\n" : "\n";
            if (!json && header) {
                text.append(String.join(delimiter, columns.keySet())).append(lineEnd);
            }
            int rows = random.nextInt(40);
            for (int row = 0; row < rows; row++) {
                boolean bad = random.nextInt(100) < badShare;
                text.append(json ? object(bad) : line(bad)).append(lineEnd);
            }
            if (text.length() > 0 && random.nextInt(4) == 0) {
                text.setLength(text.length() - lineEnd.length());
            }
            String compression = varied ? COMPRESSIONS.get(random.nextInt(COMPRESSIONS.size())) : "";
            Path file = folder.resolve("f%03d.%s%s".formatted(i, json ? "json" : "csv", EXTENSIONS.get(compression)));
            byte[] bytes = text.toString().getBytes(charset);
            Files.write(file, compression.isEmpty() ? bytes : RoundTripCase.compressed(compression, bytes));
            shapes.addAll(List.of(charset.name(), "compression " + compression, lineEnd.length() + "-byte line ends"));
        }
    }

    private String line(boolean bad) {
        List<String> cells = new ArrayList<>();
        int broken = bad ? random.nextInt(columns.size()) : -1;
        for (Map.Entry<String, HiveType> column : columns.entrySet()) {
            boolean wrong = cells.size() == broken && column.getValue() != Primitive.STRING;
            cells.add(random.nextInt(10) == 0 ? "" : csv(wrong ? wrong() : value(column.getKey(), column.getValue())));
        }
        if (bad && random.nextInt(3) == 0) {
            if (random.nextBoolean()) {
                cells.add("1");
            } else {
                cells.remove(cells.size() - 1);
            }
        }
        return String.join(delimiter, cells);
    }

    private String csv(String value) {
        boolean needed = value.contains(delimiter) || value.contains("\"") || value.contains("\n");
        return needed || random.nextInt(6) == 0 ? "\"" + value.replace("\"", "\"\"") + "\"" : value;
    }

    private String object(boolean bad) {
        if (bad && random.nextInt(3) == 0) {
            return List.of("{\"n\": 1, ", "[1, 2]", "nothing", "{\"place\": \"x}")
                    .get(random.nextInt(4));
        }
        int broken = bad ? random.nextInt(columns.size()) : -1;
        List<String> members = new ArrayList<>();
        int place = 0;
        for (Map.Entry<String, HiveType> column : columns.entrySet()) {
            boolean wrong = place++ == broken && column.getValue() != Primitive.STRING;
            int chance = random.nextInt(12);
            if (chance == 0) {
                continue;
            }
            String value = wrong ? wrong() : value(column.getKey(), column.getValue());
            boolean text = wrong
                    || column.getValue() == Primitive.STRING
                    || column.getValue() == Primitive.DATE
                    || column.getValue() == Primitive.TIMESTAMP;
            members.add("\"%s\": %s".formatted(column.getKey(), chance == 1 ? "null" : text ? quoted(value) : value));
        }
        return members.stream().collect(Collectors.joining(", ", "{", "}"));
    }

    private static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t") + "\"";
    }

    private String wrong() {
        return List.of("abc", "12x", "--1", "2020-13-45", "1e", "0..1").get(random.nextInt(6));
    }

    private String value(String column, HiveType type) {
        if (column.equals("place")) {
            return FOLDERS.get(random.nextInt(FOLDERS.size()));
        }
        if (column.equals("n")) {
            return Integer.toString(random.nextInt(201) - 100);
        }
        if (type instanceof Decimal decimal) {
            BigInteger unscaled = new BigInteger(decimal.precision() * 3, random);
            return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), decimal.scale()).toPlainString();
        }
        return switch ((Primitive) type) {
            case BOOLEAN -> Boolean.toString(random.nextBoolean());
            case TINYINT -> Byte.toString((byte) random.nextInt());
            case SMALLINT -> Short.toString((short) random.nextInt());
            case INT -> Integer.toString(random.nextInt() >> random.nextInt(32));
            case BIGINT -> Long.toString(random.nextLong() >> random.nextInt(64));
            case FLOAT -> Float.toString((random.nextFloat() - 0.5f) * 1000);
            case DOUBLE ->
                random.nextBoolean()
                        ? Double.toString(Double.longBitsToDouble(
                                (random.nextLong() & 0x800fffffffffffffL) | ((long) (900 + random.nextInt(200)) << 52)))
                        : Double.toString(random.nextInt(10_000) / 100.0);
            case STRING -> text();
            case DATE ->
                LocalDate.of(1950, 1, 1).plusDays(random.nextInt(40_000)).toString();
            case TIMESTAMP -> time();
            case BINARY -> throw new IllegalStateException("not used");
        };
    }

    private String text() {
        if (varied && quoted && !json && random.nextInt(5) == 0) {
            shapes.add("line ends in quotes");
            return random.nextBoolean() ? "two\nlines" : "\r\n\"and\" more\n";
        }
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private String time() {
        LocalDateTime time = LocalDateTime.of(2020, 1, 1, 0, 0).plusSeconds(random.nextInt(40_000_000));
        String text = time.toLocalDate() + " "
                + "%02d:%02d:%02d".formatted(time.getHour(), time.getMinute(), time.getSecond());
        return random.nextInt(5) == 0 ? text + "." + random.nextInt(1_000_000) : text;
    }

    @Override
    public String toString() {
        return "%s %s, delimiter '%s'%s%s"
                .formatted(
                        json ? "json" : charset + " csv",
                        columns,
                        delimiter,
                        quoted ? ", quoted" : "",
                        header ? ", header" : "");
    }
}
