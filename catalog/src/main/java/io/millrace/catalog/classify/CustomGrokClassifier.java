package io.millrace.catalog.classify;

import io.millrace.catalog.classify.CustomClassifier.Grok;
import io.millrace.catalog.classify.GrokLines.Count;
import io.millrace.catalog.classify.GrokLines.Match;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lines that a user's Grok pattern takes apart, one at a time; nine of ten must match. Stateless. */
final class CustomGrokClassifier implements FormatClassifier {
    private final Grok described;
    private final @Nullable GrokPattern pattern;
    private final String defect;

    CustomGrokClassifier(Grok described) {
        this.described = described;
        GrokPattern compiled = null;
        String reason = "";
        try {
            compiled = GrokPattern.compile(described.pattern(), described.customPatterns());
        } catch (IllegalArgumentException e) {
            // One bad pattern must not keep other crawlers from being made; it is said for each object.
            reason = String.valueOf(e.getMessage());
        }
        this.pattern = compiled;
        this.defect = reason;
    }

    @Override
    public Optional<FileSchema> classify(Head head) throws UnreadableObjectException {
        if (pattern == null) {
            throw new UnreadableObjectException(
                    "the Grok pattern of classifier %s is invalid: %s".formatted(described.name(), defect));
        }
        if (!head.isText() || pattern.columns().isEmpty()) {
            return Optional.empty();
        }
        GrokLines lines = new GrokLines(head.text(), head.sample());
        Count count = lines.count(pattern.regex(), Match.ANYWHERE);
        if (lines.tooSlow()) {
            throw new UnreadableObjectException(
                    "the Grok pattern of classifier %s takes too long on its lines".formatted(described.name()));
        }
        FormatDetail.Grok detail =
                new FormatDetail.Grok(described.classification(), described.pattern(), described.customPatterns());
        return count.isLog()
                ? Optional.of(LogClassifier.schema(head.sample(), detail, pattern, count))
                : Optional.empty();
    }
}
