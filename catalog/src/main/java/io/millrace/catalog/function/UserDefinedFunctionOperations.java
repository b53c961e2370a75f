package io.millrace.catalog.function;

import io.millrace.catalog.metadata.MetadataRequests;
import io.millrace.catalog.metadata.NamePattern;
import io.millrace.catalog.page.Page;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.catalog.store.EntityKind;
import io.millrace.catalog.store.EntityPath;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.CreateUserDefinedFunctionRequest;
import software.amazon.awssdk.services.glue.model.CreateUserDefinedFunctionResponse;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.DeleteUserDefinedFunctionRequest;
import software.amazon.awssdk.services.glue.model.DeleteUserDefinedFunctionResponse;
import software.amazon.awssdk.services.glue.model.FunctionType;
import software.amazon.awssdk.services.glue.model.GetUserDefinedFunctionRequest;
import software.amazon.awssdk.services.glue.model.GetUserDefinedFunctionResponse;
import software.amazon.awssdk.services.glue.model.GetUserDefinedFunctionsRequest;
import software.amazon.awssdk.services.glue.model.GetUserDefinedFunctionsResponse;
import software.amazon.awssdk.services.glue.model.UpdateUserDefinedFunctionRequest;
import software.amazon.awssdk.services.glue.model.UpdateUserDefinedFunctionResponse;
import software.amazon.awssdk.services.glue.model.UserDefinedFunction;
import software.amazon.awssdk.services.glue.model.UserDefinedFunctionInput;

/** Glue's operations on user-defined functions, which belong to a database and go with it. Names are lower-cased. Thread-safe. */
public final class UserDefinedFunctionOperations {
    /** Glue API, GetUserDefinedFunctions: MaxResults. */
    static final int GET_FUNCTIONS_MAX_RESULTS = 100;

    private static final EntityKind<UserDefinedFunction> KIND =
            EntityKind.ofSdk("function", UserDefinedFunction.class, UserDefinedFunction::builder);

    private final CatalogStore store;
    private final PageTokens tokens;
    private final InstantSource clock;

    /** Operations on a store. */
    public UserDefinedFunctionOperations(CatalogStore store, PageTokens tokens, InstantSource clock) {
        this.store = store;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** CreateUserDefinedFunction. */
    public CreateUserDefinedFunctionResponse createUserDefinedFunction(CreateUserDefinedFunctionRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        String database = MetadataRequests.name(request.databaseName());
        UserDefinedFunction function =
                function(database, request.functionInput(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
        store.write(tx -> {
            MetadataRequests.loadDatabase(tx, database);
            if (!tx.entities().insert(KIND, EntityPath.database(database), function.functionName(), function)) {
                throw MetadataRequests.alreadyExists("Function already exists.");
            }
            return function;
        });
        return CreateUserDefinedFunctionResponse.builder().build();
    }

    /** GetUserDefinedFunction. */
    public GetUserDefinedFunctionResponse getUserDefinedFunction(GetUserDefinedFunctionRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        String database = MetadataRequests.name(request.databaseName());
        String name = MetadataRequests.name(request.functionName());
        UserDefinedFunction found = store.read(tx -> load(tx, database, name));
        return GetUserDefinedFunctionResponse.builder()
                .userDefinedFunction(found)
                .build();
    }

    /** GetUserDefinedFunctions: of one database or of all, by database and name, those whose names match the pattern. */
    public GetUserDefinedFunctionsResponse getUserDefinedFunctions(GetUserDefinedFunctionsRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        NamePattern pattern = NamePattern.parse("Pattern", request.pattern());
        Predicate<UserDefinedFunction> filter =
                function -> (request.functionType() == null || request.functionType() == function.functionType())
                        && pattern.matches(function.functionName());
        int limit = MetadataRequests.pageSize(request.maxResults(), GET_FUNCTIONS_MAX_RESULTS);
        Page<UserDefinedFunction> page = store.read(tx -> request.databaseName() == null
                ? pageOfAll(tx, request.nextToken(), limit, filter)
                : pageOfOne(tx, MetadataRequests.name(request.databaseName()), request.nextToken(), limit, filter));
        return GetUserDefinedFunctionsResponse.builder()
                .userDefinedFunctions(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private Page<UserDefinedFunction> pageOfOne(
            CatalogTransaction tx,
            String database,
            @Nullable String token,
            int limit,
            Predicate<UserDefinedFunction> filter) {
        MetadataRequests.loadDatabase(tx, database);
        return tokens.page(
                "GetUserDefinedFunctions/" + database,
                token,
                limit,
                (key, count) -> matching(tx, database, key.isEmpty() ? "" : key.get(0), count, filter),
                function -> List.of(function.functionName()));
    }

    private Page<UserDefinedFunction> pageOfAll(
            CatalogTransaction tx, @Nullable String token, int limit, Predicate<UserDefinedFunction> filter) {
        return tokens.page(
                "GetUserDefinedFunctions",
                token,
                limit,
                (key, count) -> {
                    List<UserDefinedFunction> found =
                            key.isEmpty() ? new ArrayList<>() : matching(tx, key.get(0), key.get(1), count, filter);
                    String database = key.isEmpty() ? "" : key.get(0);
                    while (found.size() < count) {
                        List<Database> next = tx.databases().list(database, 1);
                        if (next.isEmpty()) {
                            break;
                        }
                        database = next.get(0).name();
                        found.addAll(matching(tx, database, "", count - found.size(), filter));
                    }
                    return found;
                },
                function -> List.of(function.databaseName(), function.functionName()));
    }

    private static List<UserDefinedFunction> matching(
            CatalogTransaction tx, String database, String after, int limit, Predicate<UserDefinedFunction> filter) {
        List<UserDefinedFunction> found = new ArrayList<>();
        List<String> path = EntityPath.database(database);
        List<UserDefinedFunction> batch = tx.entities().list(KIND, path, after, GET_FUNCTIONS_MAX_RESULTS);
        while (!batch.isEmpty()) {
            for (UserDefinedFunction function : batch) {
                if (filter.test(function)) {
                    found.add(function);
                    if (found.size() == limit) {
                        return found;
                    }
                }
            }
            String last = batch.get(batch.size() - 1).functionName();
            batch = tx.entities().list(KIND, path, last, GET_FUNCTIONS_MAX_RESULTS);
        }
        return found;
    }

    /** UpdateUserDefinedFunction: replaces all but the name and the creation time. */
    public UpdateUserDefinedFunctionResponse updateUserDefinedFunction(UpdateUserDefinedFunctionRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        String database = MetadataRequests.name(request.databaseName());
        String name = MetadataRequests.name(request.functionName());
        UserDefinedFunctionInput input = request.functionInput().functionName() == null
                ? request.functionInput().toBuilder().functionName(name).build()
                : request.functionInput();
        store.write(tx -> {
            UserDefinedFunction current = load(tx, database, name);
            UserDefinedFunction next = function(database, input, current.createTime());
            if (!next.functionName().equals(name)) {
                throw MetadataRequests.invalid("The name of function " + name + " cannot be changed.");
            }
            return tx.entities().update(KIND, EntityPath.database(database), name, next);
        });
        return UpdateUserDefinedFunctionResponse.builder().build();
    }

    /** DeleteUserDefinedFunction. */
    public DeleteUserDefinedFunctionResponse deleteUserDefinedFunction(DeleteUserDefinedFunctionRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        String database = MetadataRequests.name(request.databaseName());
        String name = MetadataRequests.name(request.functionName());
        store.write(tx -> {
            load(tx, database, name);
            return tx.entities().delete(KIND, EntityPath.database(database), name);
        });
        return DeleteUserDefinedFunctionResponse.builder().build();
    }

    private static UserDefinedFunction load(CatalogTransaction tx, String database, String name) {
        return tx.entities().find(KIND, EntityPath.database(database), name).orElseGet(() -> {
            MetadataRequests.loadDatabase(tx, database);
            throw MetadataRequests.notFound("Function " + name + " not found.");
        });
    }

    private static UserDefinedFunction function(
            String database, UserDefinedFunctionInput input, @Nullable Instant createTime) {
        UserDefinedFunction.Builder function = UserDefinedFunction.builder()
                .functionName(MetadataRequests.name(input.functionName()))
                .databaseName(database)
                .className(input.className())
                .ownerName(input.ownerName())
                .ownerType(input.ownerTypeAsString())
                .functionType(input.functionType() == null ? FunctionType.REGULAR_FUNCTION : input.functionType())
                .createTime(createTime)
                .catalogId(MetadataRequests.CATALOG_ID);
        if (input.hasResourceUris()) {
            function.resourceUris(input.resourceUris());
        }
        return function.build();
    }
}
