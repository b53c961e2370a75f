package io.millrace.catalog.crawl;

import java.util.ArrayList;
import java.util.List;

/** Sentences on what was skipped: the first thousand, and how many more there are. Not thread-safe. */
final class SkipNotes {
    private static final int MAX_SENTENCES = 1000;

    private final List<String> sentences = new ArrayList<>();
    private long more;

    void add(String sentence) {
        if (sentences.size() < MAX_SENTENCES) {
            sentences.add(sentence);
        } else {
            more++;
        }
    }

    void addAll(List<String> others) {
        others.forEach(this::add);
    }

    void addAll(SkipNotes other) {
        addAll(other.sentences);
        more += other.more;
    }

    List<String> sentences() {
        if (more == 0) {
            return List.copyOf(sentences);
        }
        List<String> all = new ArrayList<>(sentences);
        all.add("There are %d more of them".formatted(more));
        return all;
    }
}
