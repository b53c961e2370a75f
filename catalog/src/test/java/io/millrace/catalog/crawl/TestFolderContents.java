package io.millrace.catalog.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.crawl.ledger.LedgerFolder;
import io.millrace.catalog.crawl.ledger.SeenObjects;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestFolderContents {
    private static final int SAMPLE = 3;

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void theLedgerIsNotAskedWhereTheDigestSaysEnough() {
        FolderContents before = contents(SeenObjects.UNKNOWN, 5, "");
        SeenObjects seen = before.seen();
        asked.set(0);
        FolderContents again = contents(seen, 5, "");
        assertThat(again.digest()).isEqualTo(before.digest());
        assertThat(asked).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 17, 40})
    void whatIsHeldBackIsTakenInOnceSomebodyAsks(int known) {
        FolderContents before = contents(SeenObjects.UNKNOWN, known, "");
        LedgerFolder folder = new LedgerFolder("p/", before.digest(), Optional.empty(), List.of());
        SeenObjects seen = before.seen();
        assertThat(seen.size()).isEqualTo(known);
        asked.set(0);
        FolderContents grown = contents(seen, known, "");
        grown.add(object("new", ""));
        assertThat(grown.added().objects()).isEqualTo(1);
        assertThat(grown.grewFrom(folder)).isTrue();
        assertThat(grown.newSample()).extracting(StoredObject::key).containsExactly("p/new");
        assertThat(grown.sample()).hasSize(Math.min(SAMPLE, known + 1));
        assertThat(grown.seen().size()).isEqualTo(known + 1);
        assertThat(asked).hasValue(1);
        assertThat(contents(seen, known, "changed").grewFrom(folder)).isFalse();
    }

    @Test
    void twoRangesOfAFolderAreOne() {
        FolderContents one = contents(SeenObjects.UNKNOWN, 5, "");
        FolderContents other = new FolderContents("p/", SAMPLE, () -> SeenObjects.UNKNOWN);
        other.add(object("other", ""));
        one.addAll(other);
        assertThat(one.seen().size()).isEqualTo(6);
        assertThat(one.digest().objects()).isEqualTo(6);
    }

    private FolderContents contents(SeenObjects known, int count, String etag) {
        FolderContents contents = new FolderContents("p/", SAMPLE, () -> {
            asked.incrementAndGet();
            return known;
        });
        for (int i = 0; i < count; i++) {
            contents.add(object("part-" + i, etag));
        }
        return contents;
    }

    private static StoredObject object(String name, String etag) {
        return new StoredObject("b", "p/" + name, 7, etag);
    }
}
