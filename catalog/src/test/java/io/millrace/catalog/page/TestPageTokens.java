package io.millrace.catalog.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestPageTokens {
    private final PageTokens tokens = PageTokens.withChecksum();
    private final TreeSet<String> names = new TreeSet<>(List.of("a", "b", "c", "d", "e"));

    private Page<String> page(@Nullable String token, int limit) {
        return tokens.page("List/x", token, limit, this::namesAfter, List::of);
    }

    private List<String> namesAfter(List<String> key, int limit) {
        return names.tailSet(key.isEmpty() ? "" : key.get(0), false).stream()
                .limit(limit)
                .toList();
    }

    @Test
    void givesEveryItemOnceAndNoTokenAtTheEnd() {
        List<String> seen = new ArrayList<>();
        Page<String> page = page(null, 2);
        seen.addAll(page.items());
        while (page.nextToken() != null) {
            page = page(page.nextToken(), 2);
            seen.addAll(page.items());
        }
        assertThat(seen).containsExactly("a", "b", "c", "d", "e");
        assertThat(page("", 5).nextToken()).isNull();
    }

    @Test
    void goesOnAfterTheLastItemWhenTheListChanges() {
        String token = page(null, 2).nextToken();
        names.remove("b");
        names.add("aa");
        assertThat(page(token, 2).items()).containsExactly("c", "d");
    }

    @Test
    void isRedeemedByAnotherInstance() {
        String token = tokens.issue("List/x", List.of("ä\u0000\uD83D\uDE00", ""));
        assertThat(PageTokens.withChecksum().redeem("List/x", token)).containsExactly("ä\u0000\uD83D\uDE00", "");
    }

    @Test
    void refusesTheTokenOfAnotherList() {
        String token = tokens.issue("List/y", List.of("a"));
        assertInvalid(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "%%%", "AQ", "AAAA", "not a token", "ä"})
    void refusesGarbage(String token) {
        assertInvalid(token);
    }

    @Test
    void refusesEveryDamagedToken() {
        String token = tokens.issue("List/x", List.of("name"));
        Random random = new Random(7);
        for (int i = 0; i < token.length(); i++) {
            char other = (char) ('A' + random.nextInt(26));
            if (other != token.charAt(i)) {
                assertInvalid(token.substring(0, i) + other + token.substring(i + 1));
            }
            if (i > 0) {
                assertInvalid(token.substring(0, i));
            }
        }
        assertInvalid(token + "A");
    }

    @Test
    void refusesATokenWithAnotherSeal() {
        PageTokens other = new PageTokens(content -> new byte[] {1, 2, 3, 4});
        assertInvalid(other.issue("List/x", List.of("a")));
    }

    private void assertInvalid(String token) {
        assertThatThrownBy(() -> tokens.redeem("List/x", token))
                .isInstanceOfSatisfying(
                        CatalogException.class, e -> assertThat(e.code()).isEqualTo(CatalogErrorCode.INVALID_INPUT))
                .hasMessage("Invalid NextToken: it does not belong to this list.");
    }
}
