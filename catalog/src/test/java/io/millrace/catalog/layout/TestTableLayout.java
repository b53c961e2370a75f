package io.millrace.catalog.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.layout.TableRoots.Grouping;
import io.millrace.catalog.layout.TableRoots.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestTableLayout {
    private record Kind(String format, String columns) implements Folder.Schema<Kind> {
        @Override
        public boolean compatibleWith(Kind other) {
            return format.equals(other.format);
        }

        @Override
        public Kind together(Kind other) {
            return this;
        }

        @Override
        public boolean similarTo(Kind other) {
            return columns.equals(other.columns);
        }
    }

    /** Each folder as {@code path:format:columns}. */
    private static String roots(Grouping grouping, String... folders) {
        return roots(GroupingRule.of(grouping), folders);
    }

    private static String roots(GroupingRule rule, String... folders) {
        TableRoots.Result<Kind> result = find(rule, folders);
        String left = result.leftOver().stream()
                .map(folder -> String.join("/", folder.path()))
                .collect(Collectors.joining(",", " left ", ""));
        return result.roots().stream().map(TestTableLayout::text).collect(Collectors.joining(" "))
                + (result.leftOver().isEmpty() ? "" : left);
    }

    private static TableRoots.Result<Kind> find(GroupingRule rule, String... folders) {
        List<Folder<Kind>> list = new ArrayList<>();
        for (String folder : folders) {
            String[] parts = folder.split(":", -1);
            list.add(new Folder<>(
                    parts[0].isEmpty() ? List.of() : List.of(parts[0].split("/", -1)), new Kind(parts[1], parts[2])));
        }
        return TableRoots.find(list, rule);
    }

    private static String text(Root<Kind> root) {
        return "/" + String.join("/", root.path()) + root.keys()
                + root.folders().size();
    }

    @Test
    void aFlatFolderIsATable() {
        assertThat(roots(Grouping.SIMILAR_SCHEMAS, ":csv:ab")).isEqualTo("/[]1");
    }

    @Test
    void hiveFoldersArePartitions() {
        assertThat(roots(Grouping.SIMILAR_SCHEMAS, "year=2020/month=1:csv:ab", "year=2020/month=2:csv:ab"))
                .isEqualTo("/[year, month]2");
    }

    @Test
    void plainFoldersAreNumberedPartitions() {
        assertThat(roots(Grouping.SIMILAR_SCHEMAS, "2020/01:csv:ab", "2020/02:csv:ab"))
                .isEqualTo("/[partition_0, partition_1]2");
    }

    @Test
    void unlikeFoldersAreTables() {
        assertThat(roots(Grouping.SIMILAR_SCHEMAS, "orders/d=1:csv:ab", "orders/d=2:csv:ab", "users/d=1:csv:cd"))
                .isEqualTo("/orders[d]2 /users[d]1");
    }

    @Test
    void unlikePartitionsAreTablesUnlessCompatibleOnesAreCombined() {
        String[] folders = {"year=2017:csv:ab", "year=2018:csv:cd"};
        assertThat(roots(Grouping.SIMILAR_SCHEMAS, folders)).isEqualTo("/year=2017[]1 /year=2018[]1");
        assertThat(roots(Grouping.COMPATIBLE_SCHEMAS, folders)).isEqualTo("/[year]2");
    }

    @Test
    void moreThanSeventyPercentAlikeAreOneTableAndTheOthersAreLeftOver() {
        assertThat(roots(Grouping.SIMILAR_SCHEMAS, "d=1:csv:ab", "d=2:csv:ab", "d=3:csv:ab", "d=4:json:x"))
                .isEqualTo("/[d]3 left d=4");
    }

    @Test
    void anotherPathShapeIsAnotherKind() {
        assertThat(roots(Grouping.SIMILAR_SCHEMAS, "a/x:csv:ab", "b:csv:ab")).isEqualTo("/a[partition_0]1 /b[]1");
    }

    @Test
    void objectsBesideFoldersThatAreTablesAreLeftOver() {
        assertThat(roots(Grouping.SIMILAR_SCHEMAS, ":csv:zz", "a:csv:ab", "b:csv:cd"))
                .isEqualTo("/a[]1 /b[]1 left ");
    }

    @Test
    void aFixedLevelMakesTablesAtItsDepth() {
        String[] folders = {"a/y=1/m=1:csv:ab", "a/y=1/m=2:csv:ab", "a/y=2/m=1:json:x", "b/y=1/m=1:csv:ab", "c:csv:ab"};
        // s3://bucket/data/ is level 2
        assertThat(roots(GroupingRule.ofLevel(Grouping.SIMILAR_SCHEMAS, OptionalInt.of(3), "data/"), folders))
                .isEqualTo("/a[y, m]2 /b[y, m]1 /c[]1 left a/y=2/m=1");
        assertThat(roots(GroupingRule.ofLevel(Grouping.SIMILAR_SCHEMAS, OptionalInt.of(4), "data/"), folders))
                .isEqualTo("/a/y=1[m]2 /a/y=2[m]1 /b/y=1[m]1 left c");
        assertThat(roots(GroupingRule.ofLevel(Grouping.SIMILAR_SCHEMAS, OptionalInt.of(1), "data/"), folders))
                .isEqualTo("/[partition_0, y, m]3 left a/y=2/m=1,c");
    }

    @Test
    void aLevelThatNothingReachesIsNone() {
        assertThat(roots(
                        GroupingRule.ofLevel(Grouping.SIMILAR_SCHEMAS, OptionalInt.of(10), ""),
                        "d=1:csv:ab",
                        "d=2:csv:ab"))
                .isEqualTo("/[d]2");
    }

    @Test
    void theSharesThatDecidedAreTold() {
        assertThat(find(
                                GroupingRule.of(Grouping.SIMILAR_SCHEMAS),
                                "o/d=1:csv:ab",
                                "o/d=2:csv:ab",
                                "o/d=3:csv:ab",
                                "o/d=4:csv:x",
                                "u/d=1:csv:cd",
                                "u/d=2:csv:cd")
                        .decisions())
                .extracting(Object::toString)
                .containsExactly(
                        "GroupingDecision[path=[], verdict=SPLIT, reason=only 3 of 6 folders are alike (50 %), more than 70 % must be]",
                        "GroupingDecision[path=[o], verdict=TABLE, reason=3 of 4 folders are alike (75 %)]",
                        "GroupingDecision[path=[u], verdict=TABLE, reason=2 of 2 folders are alike (100 %)]");
    }

    @Test
    void moreThanFiveKindsAreNoTable() {
        List<String> folders = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            folders.add("d=" + i + ":csv:" + (i < 95 ? "ab" : "x" + i));
        }
        TableRoots.Result<Kind> result =
                find(GroupingRule.of(Grouping.SIMILAR_SCHEMAS), folders.toArray(String[]::new));
        assertThat(result.roots()).hasSize(100);
        assertThat(result.decisions().get(0).reason()).isEqualTo("its 100 folders are of more than 5 kinds");
    }

    @Test
    void unlikeFoldersAreComparedALinearNumberOfTimes() {
        AtomicLong comparisons = new AtomicLong();
        record Counted(int kind, AtomicLong comparisons) implements Folder.Schema<Counted> {
            @Override
            public boolean compatibleWith(Counted other) {
                comparisons.incrementAndGet();
                return kind == other.kind;
            }

            @Override
            public Counted together(Counted other) {
                return this;
            }

            @Override
            public boolean similarTo(Counted other) {
                return true;
            }
        }
        List<Folder<Counted>> folders = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            folders.add(new Folder<>(List.of("d=" + i), new Counted(i, comparisons)));
        }
        assertThat(TableRoots.find(folders, Grouping.SIMILAR_SCHEMAS).roots()).hasSize(20_000);
        assertThat(comparisons).hasValueLessThan(5 * 20_000);
    }

    @ParameterizedTest
    @CsvSource({"a=b c, a%3Db c", "100%, 100%25", "x/y:z, x%2Fy%3Az", "Zoë, Zoë", "a\tb, a%09b"})
    void escapesAsHiveDoes(String value, String escaped) {
        assertThat(PartitionNames.format(List.of("k"), List.of(value))).isEqualTo("k=" + escaped);
        assertThat(PartitionNames.parse(List.of("k=" + escaped)))
                .containsExactly(new PartitionNames.Segment("k", value));
    }

    @Test
    void writesNullsAsHiveDoesAndKeepsLoosePercentSigns() {
        assertThat(PartitionNames.format(List.of("a", "b"), List.of("", "1")))
                .isEqualTo("a=__HIVE_DEFAULT_PARTITION__/b=1");
        assertThat(PartitionNames.unescape("50% off%2")).isEqualTo("50% off%2");
        assertThat(PartitionNames.parse(List.of("Year=2020", "x")))
                .containsExactly(
                        new PartitionNames.Segment("year", "2020"), new PartitionNames.Segment("partition_1", "x"));
    }

    @Test
    void namesTablesByTheirFolder() {
        assertThat(TableNames.of("raw_", "s3://bucket/data/Trips-2020/")).isEqualTo("raw_trips_2020");
        assertThat(TableNames.of("", "s3://my-bucket/")).isEqualTo("my_bucket");
        assertThat(TableNames.of("", "s3://b/year=2017/")).isEqualTo("year_2017");
        assertThat(TableNames.of("", "s3://b/trips//")).isEqualTo("trips");
        assertThat(TableNames.of("", "s3://b/" + "x".repeat(300) + "/")).hasSize(128);
        assertThat(TableNames.unambiguous("", "s3://b/" + "x".repeat(300) + "/"))
                .hasSize(128)
                .matches("x+_[0-9a-f]{32}");
    }
}
