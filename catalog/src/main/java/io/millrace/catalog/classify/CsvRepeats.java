package io.millrace.catalog.classify;

import io.millrace.catalog.classify.CsvClassifier.Found;
import io.millrace.catalog.classify.PlainCsv.KnownHeader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the header of the CSV file before, since the next is mostly of the same table: of one with the same first line that is plain text the
 * header, its names and the dialect need not be found again (decision 0250). Precise inference only. Threads may share it.
 */
final class CsvRepeats {
    private volatile @Nullable KnownHeader known;

    /** The schema if the file surely is a CSV with the known header, as {@link CsvClassifier} would give it. */
    Optional<FileSchema> classify(Head head) throws UnreadableObjectException {
        KnownHeader header = known;
        if (header == null || head.inference() != Inference.PRECISE) {
            return Optional.empty();
        }
        Sample sample = head.sample();
        if (!header.begins(sample.bytes()) || !head.isPlain()) {
            return Optional.empty();
        }
        return CsvClassifier.classify(head, !sample.whole(), new Finding(header));
    }

    /** Takes the header of a file of which nobody knew it. */
    void learn(Head head, FileSchema schema) {
        if (head.inference() == Inference.PRECISE) {
            PlainCsv.headerOf(head.sample(), schema).ifPresent(header -> known = header);
        }
    }

    /** Finds nothing more once a part was not certain: another part would be another answer. */
    private static final class Finding implements CsvClassifier.Finder {
        private final KnownHeader header;
        private boolean uncertain;

        Finding(KnownHeader header) {
            this.header = header;
        }

        @Override
        public Optional<Found> find(Head head) {
            Optional<Found> found = uncertain ? Optional.empty() : PlainCsv.find(header, head.sample());
            uncertain |= found.isEmpty();
            return found;
        }
    }
}
