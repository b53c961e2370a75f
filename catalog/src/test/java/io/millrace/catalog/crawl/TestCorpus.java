package io.millrace.catalog.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.catalog.classify.Inference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Small files made for the purpose: each must become exactly the table that its {@code expected.json} says, in both modes. */
class TestCorpus {
    private static final int LEAST_CASES = 60;

    static List<Arguments> cases() throws Exception {
        List<Arguments> cases = new ArrayList<>();
        for (CorpusCase one : CorpusCase.all()) {
            for (Inference inference : Inference.values()) {
                cases.add(Arguments.of(one, inference));
            }
        }
        return cases;
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cases")
    void becomesTheExpectedTable(CorpusCase one, Inference inference) throws Exception {
        JsonNode found = one.found(inference);
        assertThat(found).as(found.toPrettyString()).isEqualTo(one.expected(inference));
    }

    @Test
    void theCorpusIsThere() throws Exception {
        assertThat(CorpusCase.all()).hasSizeGreaterThanOrEqualTo(LEAST_CASES);
    }
}
