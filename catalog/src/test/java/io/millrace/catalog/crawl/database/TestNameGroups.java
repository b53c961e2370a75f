package io.millrace.catalog.crawl.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.crawl.database.NameGroups.Group;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestNameGroups {
    private static List<Group> groups(int limit, String... names) {
        return NameGroups.of(List.of(names), limit, "\\");
    }

    @Test
    void asksForAllAtOnceIfTheyFit() {
        assertThat(groups(3, "a", "b_c", "d%")).containsExactly(new Group("%", List.of("a", "b_c", "d%")));
        assertThat(groups(3)).isEmpty();
    }

    @Test
    void splitsByTheNextCharacter() {
        assertThat(groups(2, "t", "t_1", "t_2", "t_3", "u"))
                .containsExactly(
                        new Group("t", List.of("t")),
                        new Group("t\\_1%", List.of("t_1")),
                        new Group("t\\_2%", List.of("t_2")),
                        new Group("t\\_3%", List.of("t_3")),
                        new Group("u%", List.of("u")));
    }

    @Test
    void escapesWhatAPatternWouldReadOtherwise() {
        assertThat(groups(1, "50%", "a\\b")).extracting(Group::pattern).containsExactly("5%", "a%");
        assertThat(NameGroups.literal("a\\_%", "\\")).isEqualTo("a\\\\\\_\\%");
    }

    @Test
    void keepsSurrogatePairsTogether() {
        assertThat(groups(1, "\uD83D\uDE00", "\uD83D\uDE01"))
                .extracting(Group::pattern)
                .containsExactly("\uD83D\uDE00%", "\uD83D\uDE01%");
    }

    @Test
    void givesFewGroupsOfBoundedSize() {
        List<String> names =
                IntStream.range(0, 10_000).mapToObj("table_%05d"::formatted).toList();

        List<Group> groups = NameGroups.of(names, 500, "\\");

        assertThat(groups).hasSize(100).allMatch(group -> group.names().size() <= 500);
        assertThat(groups.stream().flatMap(group -> group.names().stream())).containsExactlyElementsOf(names);
    }
}
