package io.millrace.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.CatalogException;
import io.millrace.catalog.page.PageTokens;
import io.millrace.server.data.MasterKey;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestPageSeal {
    private static PageTokens tokens(int seed) {
        byte[] secret = new byte[32];
        secret[0] = (byte) seed;
        return new PageTokens(PageSeal.under(MasterKey.of(secret)));
    }

    @Test
    void everyServerUnderTheMasterKeyRedeemsTheTokensOfTheOthers() {
        String token = tokens(1).issue("GetTables/sales", List.of("trips"));
        assertThat(tokens(1).redeem("GetTables/sales", token)).containsExactly("trips");
        assertThat(token).hasSizeLessThan(64);
    }

    @Test
    void tokensOfOthersAreForged() {
        for (PageTokens other : List.of(tokens(2), PageTokens.withChecksum())) {
            String forged = other.issue("GetTables/sales", List.of("trips"));
            assertThatThrownBy(() -> tokens(1).redeem("GetTables/sales", forged))
                    .isInstanceOf(CatalogException.class)
                    .hasMessageContaining("Invalid NextToken");
        }
    }
}
