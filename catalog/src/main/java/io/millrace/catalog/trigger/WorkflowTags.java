package io.millrace.catalog.trigger;

import io.millrace.catalog.tag.TaggedResources;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The tags of workflows. Thread-safe. */
public final class WorkflowTags implements TaggedResources {
    private final TriggerStore store;

    /** Tags of the workflows in a store. */
    public WorkflowTags(TriggerStore store) {
        this.store = store;
    }

    @Override
    public Optional<Map<String, String>> find(String name) {
        return store.read(
                tx -> tx.workflows().find(name).map(found -> tx.workflows().tags(name)));
    }

    @Override
    public boolean change(String name, UnaryOperator<Map<String, String>> change) {
        return store.write(tx -> tx.workflows().find(name).isPresent()
                && tx.workflows().updateTags(name, change.apply(tx.workflows().tags(name))));
    }
}
