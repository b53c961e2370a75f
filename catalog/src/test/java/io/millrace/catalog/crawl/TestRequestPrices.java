package io.millrace.catalog.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestRequestPrices {
    @ParameterizedTest
    @CsvSource({"1000, 0, 0.004, 0.005", "0, 10000, 0.004, 0.004", "1, 1, 0.0000044, 0.0000054", "0, 0, 0, 0"})
    void multiplyByClass(long lists, long reads, String b2, String s3) {
        CrawlCost cost = new CrawlCost(lists, reads, 5, 5, 5);
        assertThat(RequestPrices.BACKBLAZE_B2.of(cost)).isEqualByComparingTo(b2);
        assertThat(RequestPrices.AMAZON_S3.of(cost)).isEqualByComparingTo(s3);
    }

    @ParameterizedTest
    @CsvSource({
        "0, $0.00",
        "0.0000, $0.00",
        "0.0000044, $0.0000044",
        "0.012345, $0.012",
        "0.5, $0.50",
        "12.3456, $12.35"
    })
    void areReadable(BigDecimal dollars, String text) {
        assertThat(RequestPrices.text(dollars)).isEqualTo(text);
    }
}
