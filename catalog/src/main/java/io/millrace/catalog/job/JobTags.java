package io.millrace.catalog.job;

import io.millrace.catalog.tag.TaggedResources;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The tags of jobs. Thread-safe. */
public final class JobTags implements TaggedResources {
    private final JobStore store;

    /** Tags of the jobs in a store. */
    public JobTags(JobStore store) {
        this.store = store;
    }

    @Override
    public Optional<Map<String, String>> find(String name) {
        return store.read(tx -> tx.jobs().find(name).map(found -> tx.jobs().tags(name)));
    }

    @Override
    public boolean change(String name, UnaryOperator<Map<String, String>> change) {
        return store.write(tx -> tx.jobs().find(name).isPresent()
                && tx.jobs().updateTags(name, change.apply(tx.jobs().tags(name))));
    }
}
