package io.millrace.server.storage.ordered;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TestKeyOrder {
    /** Above U+FFFF, and the last ones below the surrogates and above them. */
    private static final List<String> LETTERS = List.of(
            "a", "b", "-", ".", "/", "0", " ", "é", "\uD7FF", "\uE000", "\uFFFD", "\uD83D\uDE00", "\uD800\uDC00");

    @Test
    void isThatOfTheBytes() {
        Random random = new Random(254);
        List<String> keys = Stream.generate(() -> key(random)).limit(2_000).toList();
        List<String> sorted = new ArrayList<>(keys);
        sorted.sort(KeyOrder.INSTANCE);

        List<String> expected = new ArrayList<>(keys);
        expected.sort(Comparator.comparing(key -> key.getBytes(UTF_8), Arrays::compareUnsigned));
        assertThat(sorted).isEqualTo(expected);
    }

    @Test
    void putsAFolderWhereItsKeysAre() {
        Set<String> folders = Set.of("a", "a-b", "z");
        List<String> names = List.of("z", "a0", "a", "a-b-c", "a-b", "a.csv", "a!");

        assertThat(KeyOrder.sorted(names, folders::contains))
                .containsExactly("a!", "a-b-c", "a-b/", "a.csv", "a/", "a0", "z");
    }

    @Test
    void asksOnlyWhereItMatters() {
        List<String> asked = new ArrayList<>();
        KeyOrder.sorted(List.of("p=1", "p=2", "p=10", "x", "x-1"), name -> !asked.add(name));

        assertThat(asked).containsExactly("x");
    }

    private static String key(Random random) {
        StringBuilder key = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            key.append(LETTERS.get(random.nextInt(LETTERS.size())));
        }
        return key.toString();
    }
}
