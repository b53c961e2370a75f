package io.millrace.catalog.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.crawl.CrawlEvents.Kind;
import io.millrace.catalog.crawl.CrawlEvents.ObjectChange;
import io.millrace.catalog.crawl.CrawlEvents.PendingEvent;
import io.millrace.catalog.crawl.EventSources.EventSource;
import io.millrace.catalog.crawl.jdbc.JdbcCrawlEvents;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerMetrics;
import software.amazon.awssdk.services.glue.model.DeleteCrawlerRequest;
import software.amazon.awssdk.services.glue.model.RecrawlBehavior;
import software.amazon.awssdk.services.glue.model.S3Target;

class TestCrawlEvents extends AbstractCrawlRunTests {
    private CrawlEvents events;

    @BeforeEach
    void openEvents() {
        events = new JdbcCrawlEvents(jdbi());
    }

    private static ObjectChange created(String key, String etag) {
        return new ObjectChange(Kind.CREATED, "b", key, 3, etag);
    }

    private List<ObjectChange> pending(String crawler) {
        return events.pending(crawler, 1000).stream().map(PendingEvent::change).toList();
    }

    @Test
    void keepsTheLastOfEachObjectInOrder() {
        events.add("c", List.of(created("x", "1"), created("y", "1"), created("x", "2")));
        ObjectChange removed = new ObjectChange(Kind.REMOVED, "b", "y", 0, "");
        events.add("c", List.of(removed));
        events.add("other", List.of(created("z", "1")));
        assertThat(pending("c")).containsExactly(created("x", "2"), removed);
        assertThat(events.pending("c", 1)).hasSize(1);
        assertThat(pending("none")).isEmpty();
    }

    @Test
    void removesNoneThatCameAfterTheCrawlBegan() {
        events.add("c", List.of(created("x", "1"), created("y", "1"), created("z", "1")));
        List<PendingEvent> taken = events.pending("c", 1000);
        // While the crawl runs: y again, and another.
        events.add("c", List.of(created("y", "2"), created("new", "1")));
        events.removeThrough("c", taken.get(taken.size() - 1).number());
        assertThat(pending("c")).containsExactly(created("y", "2"), created("new", "1"));
        events.removeThrough("c", events.pending("c", 1000).get(1).number());
        assertThat(pending("c")).isEmpty();
    }

    @Test
    void takesThousandsAtOnce() {
        List<ObjectChange> many = IntStream.range(0, 5000)
                .mapToObj(number -> created("k" + number, "1"))
                .toList();
        events.add("c", many);
        assertThat(events.pending("c", 10_000)).extracting(PendingEvent::change).isEqualTo(many);
    }

    @Test
    void comesFromTheTargetsOfCrawlersInEventModeAndLeavesWithThem() {
        operations.createCrawler(request("plain"));
        Crawler inEventMode = Crawler.builder()
                .name("c")
                .state("READY")
                .recrawlPolicy(policy -> policy.recrawlBehavior(RecrawlBehavior.CRAWL_EVENT_MODE))
                .targets(targets -> targets.s3Targets(
                        S3Target.builder().path("s3://b/x").build(),
                        S3Target.builder().path("s3://other").build()))
                .build();
        store.insert(
                new StoredCrawler(
                        inEventMode,
                        CrawlerMetrics.builder().crawlerName("c").build(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Map.of());
        assertThat(new EventSources(store).all())
                .containsExactly(new EventSource("c", "b", "x/"), new EventSource("c", "other", ""));
        events.add("c", List.of(created("x", "1")));
        operations.deleteCrawler(DeleteCrawlerRequest.builder().name("c").build());
        assertThat(pending("c")).isEmpty();
    }
}
