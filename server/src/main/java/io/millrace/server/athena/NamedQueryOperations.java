package io.millrace.server.athena;

import io.millrace.catalog.page.Page;
import io.millrace.server.resource.ServicePages;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.services.athena.model.BatchGetNamedQueryRequest;
import software.amazon.awssdk.services.athena.model.BatchGetNamedQueryResponse;
import software.amazon.awssdk.services.athena.model.CreateNamedQueryRequest;
import software.amazon.awssdk.services.athena.model.CreateNamedQueryResponse;
import software.amazon.awssdk.services.athena.model.DeleteNamedQueryRequest;
import software.amazon.awssdk.services.athena.model.DeleteNamedQueryResponse;
import software.amazon.awssdk.services.athena.model.GetNamedQueryRequest;
import software.amazon.awssdk.services.athena.model.GetNamedQueryResponse;
import software.amazon.awssdk.services.athena.model.ListNamedQueriesRequest;
import software.amazon.awssdk.services.athena.model.ListNamedQueriesResponse;
import software.amazon.awssdk.services.athena.model.NamedQuery;
import software.amazon.awssdk.services.athena.model.UnprocessedNamedQueryId;
import software.amazon.awssdk.services.athena.model.UpdateNamedQueryRequest;
import software.amazon.awssdk.services.athena.model.UpdateNamedQueryResponse;

/** Athena's operations on named queries: statements that are kept for people, of which the service runs none. Thread-safe. */
public final class NamedQueryOperations {
    private final Jdbi jdbi;
    private final NamedQueries queries;
    private final WorkGroups groups;
    private final ServicePages pages;

    /** Operations on these named queries. */
    public NamedQueryOperations(Jdbi jdbi, NamedQueries queries, WorkGroups groups, ServicePages pages) {
        this.jdbi = jdbi;
        this.queries = queries;
        this.groups = groups;
        this.pages = pages;
    }

    /** Keeps a query; the same client token keeps it once. */
    public CreateNamedQueryResponse createNamedQuery(CreateNamedQueryRequest request) {
        String id = jdbi.inTransaction(handle -> {
            String group = groups.load(request.workGroup()).name();
            NamedQuery query = NamedQuery.builder()
                    .namedQueryId(id(group, Optional.ofNullable(request.clientRequestToken())))
                    .name(request.name())
                    .description(request.description())
                    .database(request.database())
                    .queryString(request.queryString())
                    .workGroup(group)
                    .build();
            if (!queries.find(query.namedQueryId()).map(query::equals).orElse(true)) {
                throw AthenaErrors.invalidRequest("Idempotent parameters do not match");
            }
            queries.put(query);
            return query.namedQueryId();
        });
        return CreateNamedQueryResponse.builder().namedQueryId(id).build();
    }

    /** The same token in the same group gives the same id. */
    private static String id(String group, Optional<String> token) {
        return token.map(text -> UUID.nameUUIDFromBytes((group + "/" + text).getBytes(StandardCharsets.UTF_8)))
                .orElseGet(UUID::randomUUID)
                .toString();
    }

    /** One named query. */
    public GetNamedQueryResponse getNamedQuery(GetNamedQueryRequest request) {
        return GetNamedQueryResponse.builder()
                .namedQuery(load(request.namedQueryId()))
                .build();
    }

    /** Several; unknown ids are listed apart. */
    public BatchGetNamedQueryResponse batchGetNamedQuery(BatchGetNamedQueryRequest request) {
        List<NamedQuery> found = new ArrayList<>();
        List<UnprocessedNamedQueryId> missing = new ArrayList<>();
        for (String id : request.namedQueryIds()) {
            queries.find(id)
                    .ifPresentOrElse(
                            found::add,
                            () -> missing.add(UnprocessedNamedQueryId.builder()
                                    .namedQueryId(id)
                                    .errorCode("INTERNAL_FAILURE")
                                    .errorMessage(notFound(id))
                                    .build()));
        }
        return BatchGetNamedQueryResponse.builder()
                .namedQueries(found)
                .unprocessedNamedQueryIds(missing)
                .build();
    }

    /** A page of a work group's ids. */
    public ListNamedQueriesResponse listNamedQueries(ListNamedQueriesRequest request) {
        String group = groups.load(request.workGroup()).name();
        Page<NamedQuery> page = pages.page(
                "ListNamedQueries/" + group,
                request.nextToken(),
                WorkGroupOperations.limit(request.maxResults()),
                (after, limit) -> queries.list(group, after, limit),
                NamedQuery::namedQueryId);
        return ListNamedQueriesResponse.builder()
                .namedQueryIds(
                        page.items().stream().map(NamedQuery::namedQueryId).toList())
                .nextToken(page.nextToken())
                .build();
    }

    /** Replaces name, statement and, if it is given, description. */
    public UpdateNamedQueryResponse updateNamedQuery(UpdateNamedQueryRequest request) {
        jdbi.useTransaction(handle -> {
            NamedQuery before = load(request.namedQueryId());
            queries.put(before.toBuilder()
                    .name(request.name())
                    .queryString(request.queryString())
                    .description(request.description() == null ? before.description() : request.description())
                    .build());
        });
        return UpdateNamedQueryResponse.builder().build();
    }

    /** Removes a named query. */
    public DeleteNamedQueryResponse deleteNamedQuery(DeleteNamedQueryRequest request) {
        if (!queries.delete(request.namedQueryId())) {
            throw AthenaErrors.invalidRequest(notFound(request.namedQueryId()));
        }
        return DeleteNamedQueryResponse.builder().build();
    }

    private NamedQuery load(String id) {
        return queries.find(id).orElseThrow(() -> AthenaErrors.invalidRequest(notFound(id)));
    }

    private static String notFound(String id) {
        return "NamedQuery " + id + " was not found";
    }
}
