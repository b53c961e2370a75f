package io.millrace.catalog.classifier;

import io.millrace.catalog.CatalogException;
import io.millrace.catalog.metadata.MetadataRequests;
import io.millrace.catalog.page.Page;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.catalog.store.EntityKind;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import software.amazon.awssdk.services.glue.model.Classifier;
import software.amazon.awssdk.services.glue.model.CreateClassifierRequest;
import software.amazon.awssdk.services.glue.model.CreateClassifierResponse;
import software.amazon.awssdk.services.glue.model.DeleteClassifierRequest;
import software.amazon.awssdk.services.glue.model.DeleteClassifierResponse;
import software.amazon.awssdk.services.glue.model.GetClassifierRequest;
import software.amazon.awssdk.services.glue.model.GetClassifierResponse;
import software.amazon.awssdk.services.glue.model.GetClassifiersRequest;
import software.amazon.awssdk.services.glue.model.GetClassifiersResponse;
import software.amazon.awssdk.services.glue.model.UpdateClassifierRequest;
import software.amazon.awssdk.services.glue.model.UpdateClassifierResponse;

/** Glue's operations on custom classifiers. Names are kept as they are, case included. Thread-safe. */
public final class ClassifierOperations {
    /** Glue API, GetClassifiers: MaxResults. */
    static final int GET_CLASSIFIERS_MAX_RESULTS = 1000;

    private static final int DEFAULT_PAGE = 100;
    static final EntityKind<Classifier> KIND = EntityKind.ofSdk("classifier", Classifier.class, Classifier::builder);
    static final List<String> PATH = List.of("classifiers");

    private final CatalogStore store;
    private final PageTokens tokens;
    private final InstantSource clock;

    /** Operations on a store. */
    public ClassifierOperations(CatalogStore store, PageTokens tokens, InstantSource clock) {
        this.store = store;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** CreateClassifier. */
    public CreateClassifierResponse createClassifier(CreateClassifierRequest request) {
        Classifier classifier = ClassifierDefinitions.created(request, now());
        String name = ClassifierDefinitions.name(classifier);
        if (!store.write(tx -> tx.entities().insert(KIND, PATH, name, classifier))) {
            throw MetadataRequests.alreadyExists("Classifier with name " + name + " already exists");
        }
        return CreateClassifierResponse.builder().build();
    }

    /** GetClassifier. */
    public GetClassifierResponse getClassifier(GetClassifierRequest request) {
        Classifier found = store.read(tx -> load(tx, request.name()));
        return GetClassifierResponse.builder().classifier(found).build();
    }

    /** GetClassifiers, by name. */
    public GetClassifiersResponse getClassifiers(GetClassifiersRequest request) {
        int limit = request.maxResults() == null
                ? DEFAULT_PAGE
                : MetadataRequests.pageSize(request.maxResults(), GET_CLASSIFIERS_MAX_RESULTS);
        Page<Classifier> page = store.read(tx -> tokens.page(
                "GetClassifiers",
                request.nextToken(),
                limit,
                (key, count) -> tx.entities().list(KIND, PATH, key.isEmpty() ? "" : key.get(0), count),
                classifier -> List.of(ClassifierDefinitions.name(classifier))));
        return GetClassifiersResponse.builder()
                .classifiers(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    /** UpdateClassifier: changes the members that are given; one version up. The type stays. */
    public UpdateClassifierResponse updateClassifier(UpdateClassifierRequest request) {
        String name = ClassifierDefinitions.name(request);
        store.write(tx -> {
            Classifier next = ClassifierDefinitions.updated(load(tx, name), request, now());
            return tx.entities().update(KIND, PATH, name, next);
        });
        return UpdateClassifierResponse.builder().build();
    }

    /** DeleteClassifier. */
    public DeleteClassifierResponse deleteClassifier(DeleteClassifierRequest request) {
        if (!store.write(tx -> tx.entities().delete(KIND, PATH, request.name()))) {
            throw notFound(request.name());
        }
        return DeleteClassifierResponse.builder().build();
    }

    private static Classifier load(CatalogTransaction tx, String name) {
        return tx.entities().find(KIND, PATH, name).orElseThrow(() -> notFound(name));
    }

    private static CatalogException notFound(String name) {
        return MetadataRequests.notFound("Classifier with name " + name + " not found");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
