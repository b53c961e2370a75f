package io.millrace.server.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.page.PageTokens;
import io.millrace.server.auth.Principal;
import io.millrace.server.data.MasterKey;
import io.millrace.server.data.MasterKeyCipher;
import io.millrace.server.delivery.TestingDeliveries;
import io.millrace.server.resource.ServicePages;
import io.millrace.server.wire.CallContext;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParametersRequest;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.LabelParameterVersionRequest;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.Tag;

final class TestParameters {
    private static final CallContext CALL = new CallContext(
            "id", new Principal("key", "arn:aws:iam::000000000000:user/u", "us-east-1", "ssm"), "ssm", "PutParameter");

    @TempDir
    private Path folder;

    private TestingDeliveries testing;
    private ParameterOperations operations;
    private ParameterQueries queries;
    private ParameterTagOperations tags;

    @BeforeEach
    void open() {
        testing = new TestingDeliveries(folder);
        Parameters parameters = new Parameters(
                testing.database.jdbi(), new MasterKeyCipher(MasterKey.loadOrCreate(folder)), TestingDeliveries.REGION);
        operations = new ParameterOperations(parameters, testing.tags, testing.clock);
        queries = new ParameterQueries(
                parameters, testing.tags, new ServicePages(PageTokens.withChecksum(), "InvalidNextToken"));
        tags = new ParameterTagOperations(parameters, testing.tags);
    }

    @AfterEach
    void close() {
        testing.close();
    }

    private long put(String name, String value, Consumer<PutParameterRequest.Builder> more) {
        PutParameterRequest.Builder request =
                PutParameterRequest.builder().name(name).value(value).type(ParameterType.STRING);
        more.accept(request);
        return operations.putParameter(CALL, request.build()).version();
    }

    private long put(String name, String value) {
        return put(name, value, request -> {});
    }

    private Parameter get(String name, boolean decrypt) {
        return queries.getParameter(GetParameterRequest.builder()
                        .name(name)
                        .withDecryption(decrypt)
                        .build())
                .parameter();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static void refused(ThrowingCallable call, String error) {
        assertThatThrownBy(call).hasFieldOrPropertyWithValue("errorName", error);
    }

    @Test
    void versionsAreReadByNumberLabelAndArn() {
        assertThat(put("/stage/db", "one")).isEqualTo(1);
        assertThat(put("/stage/db", "two", request -> request.overwrite(true))).isEqualTo(2);
        operations.labelParameterVersion(LabelParameterVersionRequest.builder()
                .name("/stage/db")
                .parameterVersion(1L)
                .labels("good", "1bad")
                .build());
        assertThat(get("/stage/db", false).value()).isEqualTo("two");
        assertThat(get("/stage/db:1", false).value()).isEqualTo("one");
        assertThat(get("/stage/db:good", false).selector()).isEqualTo(":good");
        String arn = get("/stage/db", false).arn();
        assertThat(arn).isEqualTo("arn:aws:ssm:us-east-1:000000000000:parameter/stage/db");
        assertThat(get(arn + ":1", false).value()).isEqualTo("one");
        refused(() -> get("/stage/db:9", false), "ParameterVersionNotFound");
        refused(() -> get("/stage/none", false), "ParameterNotFound");
        assertThat(queries.getParameterHistory(GetParameterHistoryRequest.builder()
                                .name("/stage/db")
                                .build())
                        .parameters())
                .extracting(ParameterHistory::labels)
                .containsExactly(List.of("good"), List.of());
    }

    @Test
    void aSecureStringIsSealedInTheDatabaseAndTheAnswer() {
        put("/stage/password", "s3cret-value", request -> request.type(ParameterType.SECURE_STRING));
        assertThat(get("/stage/password", true).value()).isEqualTo("s3cret-value");
        assertThat(get("/stage/password", false).value()).doesNotContain("s3cret-value");
        List<String> rows = testing.database
                .jdbi()
                .withHandle(handle -> handle.select("SELECT body FROM service_document")
                        .mapTo(String.class)
                        .list());
        assertThat(rows).hasSize(2).noneMatch(row -> row.contains("s3cret-value"));
    }

    @Test
    void overwritingMustBeAskedFor() {
        put("a", "1");
        refused(() -> put("a", "2"), "ParameterAlreadyExists");
        refused(
                () -> put("a", "2", request -> request.overwrite(true).type(ParameterType.SECURE_STRING)),
                "HierarchyTypeMismatchException");
        refused(() -> put("a", "2", request -> request.overwrite(true).tags(tag("k", "v"))), "ValidationException");
        assertThat(get("a", false).value()).isEqualTo("1");
    }

    @Test
    void tiersHaveTheirSizes() {
        refused(() -> put("big", "x".repeat(4097)), "ValidationException");
        put("big", "x".repeat(4097), request -> request.tier(ParameterTier.INTELLIGENT_TIERING));
        refused(
                () -> put("bigger", "x".repeat(8193), request -> request.tier(ParameterTier.ADVANCED)),
                "ValidationException");
        refused(
                () -> put("big", "x", request -> request.overwrite(true).tier(ParameterTier.STANDARD)),
                "ValidationException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws-name", "/ssm/x", "a/b", "/a/", "name with space", "/AWS/x"})
    void namesThatParameterStoreKeepsAreRefused(String name) {
        refused(() -> put(name, "x"), "ValidationException");
    }

    @Test
    void aValueMustFitItsPatternAndIsNotTold() {
        assertThatThrownBy(() -> put("a", "top secret", request -> request.allowedPattern("\\d+")))
                .hasFieldOrPropertyWithValue("errorName", "ParameterPatternMismatchException")
                .hasMessageNotContaining("top secret");
        refused(() -> put("a", "1", request -> request.allowedPattern("(")), "InvalidAllowedPatternException");
    }

    @Test
    void aPathIsListedInPages() {
        put("/s/a", "1");
        put("/s/b", "2");
        put("/s/deep/c", "3");
        put("/sx", "4");
        GetParametersByPathRequest request =
                GetParametersByPathRequest.builder().path("/s").maxResults(1).build();
        GetParametersByPathResponse first = queries.getParametersByPath(request);
        assertThat(first.parameters()).extracting(Parameter::name).containsExactly("/s/a");
        GetParametersByPathResponse second = queries.getParametersByPath(
                request.toBuilder().nextToken(first.nextToken()).build());
        assertThat(second.parameters()).extracting(Parameter::name).containsExactly("/s/b");
        assertThat(second.nextToken()).isNull();
        assertThat(queries.getParametersByPath(GetParametersByPathRequest.builder()
                                .path("/s/")
                                .recursive(true)
                                .build())
                        .parameters())
                .extracting(Parameter::name)
                .containsExactly("/s/a", "/s/b", "/s/deep/c");
        refused(
                () -> queries.getParametersByPath(
                        request.toBuilder().nextToken("forged").build()),
                "InvalidNextToken");
    }

    @Test
    void parametersAreDescribedByFilters() {
        put("/s/a", "1", request -> request.tags(tag("Stage", "test")));
        put("/s/b", "2", request -> request.type(ParameterType.STRING_LIST));
        tags.addTagsToResource(AddTagsToResourceRequest.builder()
                .resourceType(ResourceTypeForTagging.PARAMETER)
                .resourceId("/s/b")
                .tags(tag("Stage", "production"))
                .build());
        assertThat(described("tag:Stage", null, "test")).containsExactly("/s/a");
        assertThat(described("Type", null, "StringList")).containsExactly("/s/b");
        assertThat(described("Name", "BeginsWith", "/s/")).containsExactly("/s/a", "/s/b");
        assertThat(described("Path", "Recursive", "/s")).containsExactly("/s/a", "/s/b");
        refused(() -> described("Colour", null, "red"), "InvalidFilterKey");
    }

    private List<String> described(String key, @Nullable String option, String value) {
        return queries
                .describeParameters(DescribeParametersRequest.builder()
                        .parameterFilters(ParameterStringFilter.builder()
                                .key(key)
                                .option(option)
                                .values(value)
                                .build())
                        .build())
                .parameters()
                .stream()
                .map(ParameterMetadata::name)
                .toList();
    }

    @Test
    void theOldestVersionGoesUnlessItHasALabel() {
        put("a", "v1");
        operations.labelParameterVersion(
                LabelParameterVersionRequest.builder().name("a").labels("keep").build());
        for (int i = 2; i <= ParameterOperations.MAX_VERSIONS; i++) {
            put("a", "v" + i, request -> request.overwrite(true));
        }
        refused(() -> put("a", "more", request -> request.overwrite(true)), "ParameterMaxVersionLimitExceeded");
        operations.labelParameterVersion(
                LabelParameterVersionRequest.builder().name("a").labels("keep").build());
        put("a", "v101", request -> request.overwrite(true));
        refused(() -> get("a:1", false), "ParameterVersionNotFound");
        assertThat(get("a:keep", false).value()).isEqualTo("v100");
    }

    @Test
    void severalAreReadAndDeletedAtOnce() {
        put("a", "1");
        put("b", "2");
        assertThat(queries.getParameters(
                                GetParametersRequest.builder().names("a", "c").build())
                        .invalidParameters())
                .containsExactly("c");
        assertThat(operations
                        .deleteParameters(DeleteParametersRequest.builder()
                                .names("a", "c")
                                .build())
                        .deletedParameters())
                .containsExactly("a");
        assertThat(put("a", "again")).isEqualTo(1);
    }
}
