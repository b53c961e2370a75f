package io.millrace.catalog.classifier;

import io.millrace.catalog.metadata.MetadataRequests;
import io.millrace.catalog.store.CatalogStore;
import java.util.List;
import software.amazon.awssdk.services.glue.model.Classifier;

/** The custom classifiers that crawlers name. Thread-safe. */
public final class StoredClassifiers {
    private final CatalogStore store;

    /** The classifiers of a catalog. */
    public StoredClassifiers(CatalogStore store) {
        this.store = store;
    }

    /**
     * The classifiers of these names, in this order.
     *
     * @throws CatalogException InvalidInputException that names the first that there is none of; CreateCrawler knows no other error for it
     */
    public List<Classifier> load(List<String> names) {
        return names.isEmpty()
                ? List.of()
                : store.read(transaction -> names.stream()
                        .map(name -> transaction
                                .entities()
                                .find(ClassifierOperations.KIND, ClassifierOperations.PATH, name)
                                .orElseThrow(
                                        () -> MetadataRequests.invalid("Classifier with name " + name + " not found")))
                        .toList());
    }
}
