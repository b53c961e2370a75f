package io.millrace.ci.livetest.suite;

import io.millrace.ci.livetest.Difference;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** The checks of a stage in their order: the chain, what it left, and that a second run adds nothing. */
@ExtendWith(LiveTestResolver.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LiveTestSuite {
    private final LiveTest live;

    LiveTestSuite(LiveTest live) {
        this.live = live;
    }

    @Test
    @Order(1)
    @DisplayName("All crawls and jobs succeed")
    void allCrawlsAndJobsSucceed() {
        demandNone(live.runChain());
    }

    @Test
    @Order(2)
    @DisplayName("Counts and sums of raw and lake agree")
    void countsAndSumsOfRawAndLakeAgree() {
        demandChain();
        demandNone(live.checks().compare().differences());
    }

    @Test
    @Order(3)
    @DisplayName("Schemas are as expected")
    void schemasAreAsExpected() {
        demandChain();
        demandNone(live.checks().schemas());
    }

    @Test
    @Order(4)
    @DisplayName("Partitions are complete")
    void partitionsAreComplete() {
        demandChain();
        demandNone(live.checks().partitions());
    }

    @Test
    @Order(5)
    @DisplayName("Files are few and large")
    void filesAreFewAndLarge() {
        demandChain();
        demandNone(live.files());
    }

    @Test
    @Order(6)
    @DisplayName("Bad rows are in quarantine")
    void badRowsAreInQuarantine() {
        demandChain();
        demandNone(live.checks().quarantine());
    }

    @TestFactory
    @Order(7)
    @DisplayName("The stage's own checks")
    Stream<DynamicTest> ownChecks() {
        return live.ownChecks().stream()
                .map(check -> DynamicTest.dynamicTest(check.name(), () -> {
                    demandChain();
                    demandNone(live.evaluate(check).stream().toList());
                }));
    }

    @Test
    @Order(8)
    @DisplayName("A second run adds nothing")
    void aSecondRunAddsNothing() {
        demandChain();
        demandNone(live.runAgain());
    }

    /** A check that has nothing to look at has not passed: it fails, and says why. */
    private void demandChain() {
        live.missingChain().ifPresent(reason -> Assertions.fail("Not checked, because " + reason));
    }

    private static void demandNone(List<Difference> differences) {
        if (!differences.isEmpty()) {
            Assertions.fail(
                    differences.stream().map(LiveTestSuite::shown).collect(Collectors.joining(System.lineSeparator())));
        }
    }

    private static String shown(Difference difference) {
        return difference.sql().isEmpty()
                ? difference.text()
                : difference.text() + System.lineSeparator() + "  query: " + difference.sql();
    }
}
