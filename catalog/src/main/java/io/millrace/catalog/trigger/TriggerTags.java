package io.millrace.catalog.trigger;

import io.millrace.catalog.tag.TaggedResources;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The tags of triggers. Thread-safe. */
public final class TriggerTags implements TaggedResources {
    private final TriggerStore store;

    /** Tags of the triggers in a store. */
    public TriggerTags(TriggerStore store) {
        this.store = store;
    }

    @Override
    public Optional<Map<String, String>> find(String name) {
        return store.read(
                tx -> tx.triggers().find(name).map(found -> tx.triggers().tags(name)));
    }

    @Override
    public boolean change(String name, UnaryOperator<Map<String, String>> change) {
        return store.write(tx -> tx.triggers().find(name).isPresent()
                && tx.triggers().updateTags(name, change.apply(tx.triggers().tags(name))));
    }
}
