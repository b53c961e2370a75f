package io.millrace.catalog.registry;

import io.millrace.catalog.page.Page;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.registry.StoredVersion.Metadata;
import io.millrace.catalog.store.CatalogStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.MetadataInfo;
import software.amazon.awssdk.services.glue.model.MetadataKeyValuePair;
import software.amazon.awssdk.services.glue.model.OtherMetadataValueListItem;
import software.amazon.awssdk.services.glue.model.PutSchemaVersionMetadataRequest;
import software.amazon.awssdk.services.glue.model.PutSchemaVersionMetadataResponse;
import software.amazon.awssdk.services.glue.model.QuerySchemaVersionMetadataRequest;
import software.amazon.awssdk.services.glue.model.QuerySchemaVersionMetadataResponse;
import software.amazon.awssdk.services.glue.model.RemoveSchemaVersionMetadataRequest;
import software.amazon.awssdk.services.glue.model.RemoveSchemaVersionMetadataResponse;

/** Glue's operations on the metadata of schema versions: pairs of key and value, where a key may have several values. Thread-safe. */
public final class SchemaMetadataOperations {
    /** Glue API, PutSchemaVersionMetadata. */
    static final int MAX_PAIRS = 10;

    /** Glue API, QuerySchemaVersionMetadataMaxResults. */
    static final int QUERY_MAX_RESULTS = 50;

    private static final Comparator<Metadata> BY_KEY_AND_VALUE =
            Comparator.comparing(Metadata::key).thenComparing(Metadata::value);

    private final CatalogStore store;
    private final PageTokens tokens;
    private final RegistryRequests requests;

    SchemaMetadataOperations(CatalogStore store, PageTokens tokens, RegistryRequests requests) {
        this.store = store;
        this.tokens = tokens;
        this.requests = requests;
    }

    /** PutSchemaVersionMetadata. */
    public PutSchemaVersionMetadataResponse putSchemaVersionMetadata(PutSchemaVersionMetadataRequest request) {
        Metadata added = metadata(request.metadataKeyValue());
        return store.write(tx -> {
            RegistryRows rows = new RegistryRows(tx);
            StoredVersion version = requests.loadVersion(
                    rows, request.schemaVersionId(), request.schemaId(), request.schemaVersionNumber());
            List<Metadata> all = new ArrayList<>(version.metadata());
            if (all.stream().anyMatch(one -> isSame(one, added))) {
                throw RegistryRequests.alreadyExists(
                        "Resource already exist for schema version id: %s, metadata key: %s, metadata value: %s"
                                .formatted(version.id(), added.key(), added.value()));
            }
            if (all.size() == MAX_PAIRS) {
                throw RegistryRequests.limitExceeded(
                        "The version has %d pairs of metadata, which is the limit.".formatted(MAX_PAIRS));
            }
            all.add(added);
            rows.update(version.withMetadata(all));
            return PutSchemaVersionMetadataResponse.builder()
                    .schemaArn(requests.arns().schema(version.registry(), version.schema()))
                    .schemaName(version.schema())
                    .registryName(version.registry())
                    .latestVersion(isLatest(rows, version))
                    .versionNumber(version.number())
                    .schemaVersionId(version.id())
                    .metadataKey(added.key())
                    .metadataValue(added.value())
                    .build();
        });
    }

    private Metadata metadata(@Nullable MetadataKeyValuePair pair) {
        if (pair == null || pair.metadataKey() == null || pair.metadataValue() == null) {
            throw RegistryRequests.invalid("MetadataKey and MetadataValue have to be provided.");
        }
        return new Metadata(pair.metadataKey(), pair.metadataValue(), requests.now());
    }

    private static boolean isSame(Metadata one, Metadata other) {
        return one.key().equals(other.key()) && one.value().equals(other.value());
    }

    private boolean isLatest(RegistryRows rows, StoredVersion version) {
        return requests.loadSchema(rows, new SchemaName(version.registry(), version.schema()))
                        .latest()
                == version.number();
    }

    /** QuerySchemaVersionMetadata: all pairs, or those that one of the list's pairs names, by key and value. */
    public QuerySchemaVersionMetadataResponse querySchemaVersionMetadata(QuerySchemaVersionMetadataRequest request) {
        int limit = RegistryRequests.pageSize(request.maxResults(), QUERY_MAX_RESULTS);
        StoredVersion version = store.read(tx -> requests.loadVersion(
                new RegistryRows(tx), request.schemaVersionId(), request.schemaId(), request.schemaVersionNumber()));
        List<Metadata> found = version.metadata().stream()
                .filter(one -> isAsked(one, request.metadataList()))
                .sorted(BY_KEY_AND_VALUE)
                .toList();
        Page<Metadata> page = tokens.page(
                "QuerySchemaVersionMetadata/" + version.id(),
                request.nextToken(),
                limit,
                (key, count) -> found.stream()
                        .filter(one -> key.isEmpty()
                                || BY_KEY_AND_VALUE.compare(one, new Metadata(key.get(0), key.get(1), "")) > 0)
                        .limit(count)
                        .toList(),
                one -> List.of(one.key(), one.value()));
        return QuerySchemaVersionMetadataResponse.builder()
                .schemaVersionId(version.id())
                .metadataInfoMap(byKey(version, page.items()))
                .nextToken(page.nextToken())
                .build();
    }

    private static boolean isAsked(Metadata one, List<MetadataKeyValuePair> asked) {
        return asked.isEmpty()
                || asked.stream()
                        .anyMatch(pair -> (pair.metadataKey() == null
                                        || pair.metadataKey().equals(one.key()))
                                && (pair.metadataValue() == null
                                        || pair.metadataValue().equals(one.value())));
    }

    /** Of a key with several values the one that was put last comes first. */
    private static Map<String, MetadataInfo> byKey(StoredVersion version, List<Metadata> page) {
        Map<String, List<Metadata>> values = new LinkedHashMap<>();
        page.forEach(one ->
                values.computeIfAbsent(one.key(), key -> new ArrayList<>()).add(one));
        Map<String, MetadataInfo> infos = new LinkedHashMap<>();
        values.forEach((key, ofKey) -> {
            ofKey.sort(Comparator.comparingInt(version.metadata()::indexOf).reversed());
            infos.put(key, info(ofKey));
        });
        return infos;
    }

    private static MetadataInfo info(List<Metadata> values) {
        MetadataInfo.Builder info = MetadataInfo.builder()
                .metadataValue(values.get(0).value())
                .createdTime(values.get(0).createdTime());
        if (values.size() > 1) {
            info.otherMetadataValueList(values.stream()
                    .skip(1)
                    .map(one -> OtherMetadataValueListItem.builder()
                            .metadataValue(one.value())
                            .createdTime(one.createdTime())
                            .build())
                    .toList());
        }
        return info.build();
    }

    /** RemoveSchemaVersionMetadata. */
    public RemoveSchemaVersionMetadataResponse removeSchemaVersionMetadata(RemoveSchemaVersionMetadataRequest request) {
        Metadata removed = metadata(request.metadataKeyValue());
        return store.write(tx -> {
            RegistryRows rows = new RegistryRows(tx);
            StoredVersion version = requests.loadVersion(
                    rows, request.schemaVersionId(), request.schemaId(), request.schemaVersionNumber());
            List<Metadata> left = new ArrayList<>(version.metadata());
            if (!left.removeIf(one -> isSame(one, removed))) {
                throw RegistryRequests.notFound(
                        "Metadata is not found. SchemaVersionId: %s, MetadataKey: %s, MetadataValue: %s"
                                .formatted(version.id(), removed.key(), removed.value()));
            }
            rows.update(version.withMetadata(left));
            return RemoveSchemaVersionMetadataResponse.builder()
                    .schemaArn(requests.arns().schema(version.registry(), version.schema()))
                    .schemaName(version.schema())
                    .registryName(version.registry())
                    .latestVersion(isLatest(rows, version))
                    .versionNumber(version.number())
                    .schemaVersionId(version.id())
                    .metadataKey(removed.key())
                    .metadataValue(removed.value())
                    .build();
        });
    }
}
