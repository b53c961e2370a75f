package io.millrace.catalog.function;

import static io.millrace.catalog.CatalogErrorCode.ALREADY_EXISTS;
import static io.millrace.catalog.CatalogErrorCode.ENTITY_NOT_FOUND;
import static io.millrace.catalog.CatalogErrorCode.INVALID_INPUT;
import static io.millrace.catalog.TestingStore.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.TestingStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.CreateUserDefinedFunctionRequest;
import software.amazon.awssdk.services.glue.model.DeleteDatabaseRequest;
import software.amazon.awssdk.services.glue.model.DeleteUserDefinedFunctionRequest;
import software.amazon.awssdk.services.glue.model.FunctionType;
import software.amazon.awssdk.services.glue.model.GetUserDefinedFunctionRequest;
import software.amazon.awssdk.services.glue.model.GetUserDefinedFunctionsRequest;
import software.amazon.awssdk.services.glue.model.GetUserDefinedFunctionsResponse;
import software.amazon.awssdk.services.glue.model.PrincipalType;
import software.amazon.awssdk.services.glue.model.ResourceType;
import software.amazon.awssdk.services.glue.model.ResourceUri;
import software.amazon.awssdk.services.glue.model.UpdateUserDefinedFunctionRequest;
import software.amazon.awssdk.services.glue.model.UserDefinedFunction;

class TestUserDefinedFunctions {
    private static final ResourceUri JAR = ResourceUri.builder()
            .resourceType(ResourceType.JAR)
            .uri("s3://b/f.jar")
            .build();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private TestingStore testing;

    @SuppressWarnings("NullAway.Init")
    private UserDefinedFunctionOperations functions;

    @BeforeEach
    void open() {
        testing = new TestingStore(folder);
        functions = new UserDefinedFunctionOperations(testing.store, testing.tokens, testing.clock());
        testing.createDatabase("a");
        testing.createDatabase("b");
        testing.createDatabase("c");
    }

    @AfterEach
    void close() {
        testing.close();
    }

    @Test
    void keepsAFunctionWithWhatGlueFillsIn() {
        create("A", "ToUpper");
        assertThat(get("a", "TOUPPER"))
                .isEqualTo(UserDefinedFunction.builder()
                        .functionName("toupper")
                        .databaseName("a")
                        .className("x.ToUpper")
                        .ownerName("me")
                        .ownerType(PrincipalType.USER)
                        .functionType(FunctionType.REGULAR_FUNCTION)
                        .resourceUris(JAR)
                        .createTime(TestingStore.NOW)
                        .catalogId("000000000000")
                        .build());
    }

    @Test
    void updatesAndDeletesAFunction() {
        create("a", "f");
        testing.setNow(TestingStore.NOW.plusSeconds(9));
        functions.updateUserDefinedFunction(UpdateUserDefinedFunctionRequest.builder()
                .databaseName("a")
                .functionName("F")
                .functionInput(f -> f.functionName("F").className("x.Other"))
                .build());
        UserDefinedFunction updated = get("a", "f");
        assertThat(updated.className()).isEqualTo("x.Other");
        assertThat(updated.createTime()).isEqualTo(TestingStore.NOW);
        assertThat(updated.hasResourceUris()).isFalse();
        delete("a", "f");
        assertRefused(ENTITY_NOT_FOUND, "Function f not found.", () -> delete("a", "f"));
    }

    @Test
    void goesWithItsDatabase() {
        create("a", "f");
        testing.databases.deleteDatabase(
                DeleteDatabaseRequest.builder().name("a").build());
        testing.createDatabase("a");
        assertRefused(ENTITY_NOT_FOUND, "Function f not found.", () -> get("a", "f"));
    }

    @Test
    void refusesAsGlueDoes() {
        create("a", "f");
        assertRefused(ALREADY_EXISTS, "Function already exists.", () -> create("a", "F"));
        assertRefused(ENTITY_NOT_FOUND, "Database x not found.", () -> create("x", "f"));
        assertRefused(ENTITY_NOT_FOUND, "Database x not found.", () -> get("x", "f"));
        assertRefused(ENTITY_NOT_FOUND, "Database x not found.", () -> list("x", "*", 100));
        assertRefused(
                INVALID_INPUT,
                "The name of function f cannot be changed.",
                () -> functions.updateUserDefinedFunction(UpdateUserDefinedFunctionRequest.builder()
                        .databaseName("a")
                        .functionName("f")
                        .functionInput(f -> f.functionName("g"))
                        .build()));
    }

    @Test
    void listsByPatternAndTypeInPages() {
        for (int i = 0; i < 25; i++) {
            create("a", "trino__f" + i);
        }
        create("a", "other");
        create("c", "trino__x");
        functions.createUserDefinedFunction(CreateUserDefinedFunctionRequest.builder()
                .databaseName("c")
                .functionInput(f -> f.functionName("trino__sum").functionType(FunctionType.AGGREGATE_FUNCTION))
                .build());

        assertThat(list("a", "trino__.*", 10)).hasSize(25).doesNotContain("a.other");
        assertThat(list("a", "*", 7)).hasSize(26).contains("a.other").isSorted();
        assertThat(list("b", "*", 7)).isEmpty();
        assertThat(list(null, "*", 7)).hasSize(28).isSorted().endsWith("c.trino__sum", "c.trino__x");
        assertThat(functions
                        .getUserDefinedFunctions(GetUserDefinedFunctionsRequest.builder()
                                .pattern("*")
                                .functionType(FunctionType.AGGREGATE_FUNCTION)
                                .build())
                        .userDefinedFunctions())
                .extracting(UserDefinedFunction::functionName)
                .containsExactly("trino__sum");
    }

    private void create(String database, String name) {
        functions.createUserDefinedFunction(CreateUserDefinedFunctionRequest.builder()
                .databaseName(database)
                .functionInput(f -> f.functionName(name)
                        .className("x." + name)
                        .ownerName("me")
                        .ownerType(PrincipalType.USER)
                        .resourceUris(JAR))
                .build());
    }

    private UserDefinedFunction get(String database, String name) {
        return functions
                .getUserDefinedFunction(GetUserDefinedFunctionRequest.builder()
                        .databaseName(database)
                        .functionName(name)
                        .build())
                .userDefinedFunction();
    }

    private void delete(String database, String name) {
        functions.deleteUserDefinedFunction(DeleteUserDefinedFunctionRequest.builder()
                .databaseName(database)
                .functionName(name)
                .build());
    }

    private List<String> list(@Nullable String database, String pattern, int pageSize) {
        List<String> names = new ArrayList<>();
        GetUserDefinedFunctionsRequest request = GetUserDefinedFunctionsRequest.builder()
                .databaseName(database)
                .pattern(pattern)
                .maxResults(pageSize)
                .build();
        GetUserDefinedFunctionsResponse page;
        do {
            page = functions.getUserDefinedFunctions(request);
            assertThat(page.userDefinedFunctions()).hasSizeLessThanOrEqualTo(pageSize);
            page.userDefinedFunctions().forEach(f -> names.add(f.databaseName() + "." + f.functionName()));
            request = request.toBuilder().nextToken(page.nextToken()).build();
        } while (page.nextToken() != null);
        return names;
    }
}
