package io.millrace.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.TestingServer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.BatchGetPartitionResponse;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequestEntry;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.InvalidInputException;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionError;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.PartitionValueList;

/** The calls on partitions of Trino's {@code GlueHiveMetastore}, with its batch sizes, segments and expressions. */
class ITTrinoPartitions {
    private static final int SEGMENTS = 5;
    private static final int PAGE = 1_000;
    private static final int WRITE_BATCH = 100;
    private static final int READ_BATCH = 1_000;
    private static final List<String> COUNTRIES = List.of("de", "fr", "it's", "us");
    private static final int DAYS = 65;
    private static final int HOURS = 10;

    @TempDir
    private static Path folder;

    private static TestingServer server;
    private static GlueClient glue;
    private static List<PartitionInput> all;

    /** 2,600 partitions, as {@code addPartitions} adds them. */
    @BeforeAll
    static void startServer() throws Exception {
        server = TestingServer.start(folder);
        glue = server.glue();
        glue.createDatabase(request -> request.databaseInput(input -> input.name("lake")));
        createTable("trips");
        all = COUNTRIES.stream()
                .flatMap(country -> IntStream.range(0, DAYS * HOURS)
                        .mapToObj(hour ->
                                partition(country, LocalDate.of(2026, 1, 1).plusDays(hour / HOURS), hour % HOURS)))
                .toList();
        inParallel(batches(all, WRITE_BATCH).stream()
                .map(batch ->
                        (Runnable) () -> assertThat(glue.batchCreatePartition(request -> request.databaseName("lake")
                                                .tableName("trips")
                                                .partitionInputList(batch))
                                        .errors())
                                .isEmpty())
                .toList());
    }

    @AfterAll
    static void stopServer() {
        glue.close();
        server.close();
    }

    @Test
    void parallelSegmentsTogetherListEveryPartitionOnce() throws Exception {
        Set<List<String>> found = Collections.synchronizedSet(new HashSet<>());
        List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        inParallel(IntStream.range(0, SEGMENTS)
                .mapToObj(segment -> (Runnable) () -> {
                    List<Partition> partitions = list("", segment);
                    sizes.add(partitions.size());
                    partitions.forEach(partition -> found.add(partition.values()));
                    assertThat(partitions)
                            .allSatisfy(partition -> assertThat(
                                            partition.storageDescriptor().location())
                                    .startsWith("s3://lake/trips/"))
                            .allSatisfy(partition -> assertThat(
                                            partition.storageDescriptor().hasColumns())
                                    .isFalse());
                })
                .toList());

        assertThat(found)
                .hasSize(all.size())
                .containsAll(all.stream().map(PartitionInput::values).toList());
        assertThat(sizes).allSatisfy(size -> assertThat(size).isBetween(1, all.size() / 2));
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(all.size());
    }

    @Test
    void partitionsAreReadByNameAThousandAtATime() {
        List<PartitionInput> wanted = new ArrayList<>(all.subList(500, 500 + READ_BATCH - 1));
        wanted.add(partition("nowhere", LocalDate.of(2026, 1, 1), 0));

        BatchGetPartitionResponse answer = glue.batchGetPartition(request -> request.databaseName("lake")
                .tableName("trips")
                .partitionsToGet(wanted.stream().map(ITTrinoPartitions::values).toList()));

        assertThat(answer.unprocessedKeys()).isEmpty();
        assertThat(answer.partitions())
                .extracting(Partition::values)
                .containsExactlyInAnyOrderElementsOf(wanted.subList(0, READ_BATCH - 1).stream()
                        .map(PartitionInput::values)
                        .toList());
        assertThatThrownBy(() -> glue.batchGetPartition(request -> request.databaseName("lake")
                        .tableName("trips")
                        .partitionsToGet(all.subList(0, READ_BATCH + 1).stream()
                                .map(ITTrinoPartitions::values)
                                .toList())))
                .isInstanceOf(GlueException.class);
    }

    @Test
    void aBatchOfUpdatesNamesThePartitionsThatAreMissing() {
        createTable("updated");
        List<PartitionInput> kept = all.subList(0, WRITE_BATCH - 1);
        glue.batchCreatePartition(
                request -> request.databaseName("lake").tableName("updated").partitionInputList(kept));
        PartitionInput missing = all.get(WRITE_BATCH);

        List<BatchUpdatePartitionRequestEntry> entries = Stream.concat(kept.stream(), Stream.of(missing))
                .map(partition -> BatchUpdatePartitionRequestEntry.builder()
                        .partitionValueList(partition.values())
                        .partitionInput(partition.toBuilder()
                                .parameters(Map.of("numRows", "7"))
                                .build())
                        .build())
                .toList();

        assertThat(glue.batchUpdatePartition(request -> request.databaseName("lake")
                                .tableName("updated")
                                .entries(entries))
                        .errors())
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.partitionValueList()).isEqualTo(missing.values());
                    assertThat(error.errorDetail().errorCode()).isEqualTo("EntityNotFoundException");
                });
        assertThat(glue.getPartitions(request -> request.databaseName("lake").tableName("updated"))
                        .partitions())
                .hasSize(WRITE_BATCH - 1)
                .allSatisfy(partition -> assertThat(partition.parameters()).containsEntry("numRows", "7"));
    }

    @Test
    void aBatchOfCreationsMakesTheNewAndNamesTheExisting() {
        createTable("created");
        glue.createPartition(
                request -> request.databaseName("lake").tableName("created").partitionInput(all.get(3)));

        List<PartitionError> errors = glue.batchCreatePartition(request ->
                        request.databaseName("lake").tableName("created").partitionInputList(all.subList(0, 10)))
                .errors();

        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.partitionValues()).isEqualTo(all.get(3).values());
            assertThat(error.errorDetail().errorCode()).isEqualTo("AlreadyExistsException");
        });
        assertThat(glue.getPartitions(request -> request.databaseName("lake").tableName("created"))
                        .partitions())
                .hasSize(10);
    }

    /** What {@code GlueExpressionUtil} makes of predicates. */
    static Stream<Arguments> expressions() {
        return Stream.of(
                Arguments.of("", 2_600),
                Arguments.of("((country = 'de'))", 650),
                Arguments.of("((country = 'it''s'))", 650),
                Arguments.of("((country in ('de', 'fr', 'xx')))", 1_300),
                Arguments.of("((hour = 3))", 260),
                Arguments.of("((hour >= 1 AND hour <= 2) OR (hour in (5, 7)))", 1_040),
                Arguments.of("((hour > 7))", 520),
                Arguments.of("((day > '2026-01-31'))", 34 * 40),
                Arguments.of("((day >= '2026-01-10' AND day < '2026-01-20'))", 400),
                Arguments.of("((country = 'de')) AND ((day = '2026-02-01')) AND ((hour <= 4))", 5),
                Arguments.of("((country < 'e') OR (country > 'j')) AND ((hour in (0)))", 130),
                Arguments.of("((country <> 'de'))", 1_950));
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void expressionsSelectWhatTheyMeanInEverySegment(String expression, int count) {
        List<Partition> found = IntStream.range(0, SEGMENTS)
                .mapToObj(segment -> list(expression, segment))
                .flatMap(List::stream)
                .toList();

        assertThat(found).hasSize(count).doesNotHaveDuplicates();
    }

    @Test
    void anExpressionThatIsNoneIsRefusedWithItsPosition() {
        assertThatThrownBy(() -> list("((hour >= 1 AND ))", 0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("position 17");
        assertThatThrownBy(() -> list("nosuch = 1", 0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("nosuch");
    }

    @Test
    void aPartitionMovesToOtherValuesAndIsDropped() {
        createTable("moved");
        PartitionInput first = all.get(0);
        PartitionInput second = all.get(1);
        glue.createPartition(
                request -> request.databaseName("lake").tableName("moved").partitionInput(first));

        glue.updatePartition(request -> request.databaseName("lake")
                .tableName("moved")
                .partitionValueList(first.values())
                .partitionInput(second));

        assertThat(glue.getPartition(request ->
                                request.databaseName("lake").tableName("moved").partitionValues(second.values()))
                        .partition()
                        .storageDescriptor()
                        .location())
                .isEqualTo(second.storageDescriptor().location());
        glue.deletePartition(
                request -> request.databaseName("lake").tableName("moved").partitionValues(second.values()));
        assertThat(glue.getPartitions(request -> request.databaseName("lake").tableName("moved"))
                        .partitions())
                .isEmpty();
    }

    private static List<Partition> list(String expression, int segment) {
        return glue
                .getPartitionsPaginator(request -> request.databaseName("lake")
                        .tableName("trips")
                        .expression(expression)
                        .segment(part -> part.segmentNumber(segment).totalSegments(SEGMENTS))
                        .excludeColumnSchema(true)
                        .maxResults(PAGE))
                .stream()
                .flatMap(page -> page.partitions().stream())
                .toList();
    }

    private static void createTable(String name) {
        glue.createTable(request -> request.databaseName("lake")
                .tableInput(table -> table.name(name)
                        .tableType("EXTERNAL_TABLE")
                        .partitionKeys(column("country", "string"), column("day", "date"), column("hour", "int"))
                        .storageDescriptor(
                                storage -> storage.location("s3://lake/" + name).columns(column("id", "bigint")))));
    }

    private static Column column(String name, String type) {
        return Column.builder().name(name).type(type).build();
    }

    private static PartitionInput partition(String country, LocalDate day, int hour) {
        return PartitionInput.builder()
                .values(country, day.toString(), Integer.toString(hour))
                .parameters(Map.of("trino_query_id", "20260101_000000_00000_abcde"))
                .storageDescriptor(storage -> storage.location(
                                "s3://lake/trips/country=%s/day=%s/hour=%d".formatted(country, day, hour))
                        .columns(column("id", "bigint"))
                        .inputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat"))
                .build();
    }

    private static PartitionValueList values(PartitionInput partition) {
        return PartitionValueList.builder().values(partition.values()).build();
    }

    private static <T> List<List<T>> batches(List<T> items, int size) {
        return IntStream.range(0, (items.size() + size - 1) / size)
                .mapToObj(batch -> items.subList(batch * size, Math.min(items.size(), (batch + 1) * size)))
                .toList();
    }

    private static void inParallel(List<Runnable> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(SEGMENTS);
        List<Future<?>> running = new ArrayList<>();
        tasks.forEach(task -> running.add(threads.submit(task)));
        for (Future<?> task : running) {
            task.get();
        }
        threads.shutdown();
    }
}
