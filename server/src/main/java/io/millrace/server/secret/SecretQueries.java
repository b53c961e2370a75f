package io.millrace.server.secret;

import io.millrace.catalog.page.Page;
import io.millrace.server.resource.ResourceTags;
import io.millrace.server.resource.ServicePages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.FilterNameStringType;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsResponse;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.SecretVersionsListEntry;
import software.amazon.awssdk.services.secretsmanager.model.Tag;

/** Secrets Manager's operations that read. Thread-safe. */
public final class SecretQueries {
    private static final int MAX_PAGE = 100;

    private final Secrets secrets;
    private final ResourceTags tags;
    private final ServicePages pages;

    /** Queries of these secrets. */
    public SecretQueries(Secrets secrets, ResourceTags tags, ServicePages pages) {
        this.secrets = secrets;
        this.tags = tags;
        this.pages = pages;
    }

    /** A version's value: the current one unless another id or stage is named. */
    public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
        DescribeSecretResponse secret = secrets.loadActive(request.secretId());
        String stage = request.versionStage() == null && request.versionId() == null
                ? SecretVersions.CURRENT
                : request.versionStage();
        GetSecretValueResponse found = secrets.versions(secret).stream()
                .filter(version -> request.versionId() == null || version.versionId().equals(request.versionId()))
                .filter(version -> stage == null || version.versionStages().contains(stage))
                .findFirst()
                .orElseThrow(() -> SecretErrors.noValue(
                        stage == null ? "VersionId: " + request.versionId() : "staging label: " + stage));
        return secrets.open(secret, found);
    }

    /** A secret without its values. */
    public DescribeSecretResponse describeSecret(DescribeSecretRequest request) {
        DescribeSecretResponse secret = secrets.load(request.secretId());
        return secret.toBuilder().tags(tags(secret)).versionIdsToStages(stages(secret)).build();
    }

    private List<Tag> tags(DescribeSecretResponse secret) {
        return tags.of(secret.arn()).entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private Map<String, List<String>> stages(DescribeSecretResponse secret) {
        Map<String, List<String>> stages = new LinkedHashMap<>();
        for (GetSecretValueResponse version : secrets.versions(secret)) {
            if (!version.versionStages().isEmpty()) {
                stages.put(version.versionId(), version.versionStages());
            }
        }
        return stages;
    }

    /** A page of secrets by name. */
    public ListSecretsResponse listSecrets(ListSecretsRequest request) {
        boolean planned = Boolean.TRUE.equals(request.includePlannedDeletion());
        Page<DescribeSecretResponse> page = pages.page(
                "ListSecrets/" + planned + request.filters(),
                request.nextToken(),
                limit(request.maxResults()),
                (after, most) -> secrets.list(after).stream()
                        .filter(secret -> planned || secret.deletedDate() == null)
                        .filter(secret -> request.filters().stream().allMatch(filter -> matches(secret, filter)))
                        .limit(most)
                        .toList(),
                DescribeSecretResponse::name);
        return ListSecretsResponse.builder()
                .secretList(page.items().stream().map(this::entry).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static int limit(@Nullable Integer asked) {
        return asked == null ? MAX_PAGE : Math.min(MAX_PAGE, asked);
    }

    /** Any of the values must be how the text begins; with {@code !} before it, none may (API reference, Filter). */
    private boolean matches(DescribeSecretResponse secret, Filter filter) {
        List<String> texts = texts(secret, filter);
        List<String> refused = filter.values().stream()
                .filter(value -> value.startsWith("!"))
                .map(value -> value.substring(1))
                .toList();
        List<String> wanted =
                filter.values().stream().filter(value -> !value.startsWith("!")).toList();
        return (wanted.isEmpty() || beginWithAny(texts, wanted)) && !beginWithAny(texts, refused);
    }

    private static boolean beginWithAny(List<String> texts, List<String> beginnings) {
        return texts.stream().anyMatch(text -> beginnings.stream().anyMatch(text::startsWith));
    }

    private List<String> texts(DescribeSecretResponse secret, Filter filter) {
        String description = secret.description() == null ? "" : secret.description();
        FilterNameStringType key = filter.key();
        return switch (key) {
            case NAME -> List.of(secret.name());
            case DESCRIPTION -> List.of(description);
            case TAG_KEY -> List.copyOf(tags.of(secret.arn()).keySet());
            case TAG_VALUE -> List.copyOf(tags.of(secret.arn()).values());
            default -> throw SecretErrors.unsupported("The filter " + filter.keyAsString());
        };
    }

    private SecretListEntry entry(DescribeSecretResponse secret) {
        return SecretListEntry.builder()
                .arn(secret.arn())
                .name(secret.name())
                .description(secret.description())
                .createdDate(secret.createdDate())
                .lastChangedDate(secret.lastChangedDate())
                .deletedDate(secret.deletedDate())
                .tags(tags(secret))
                .secretVersionsToStages(stages(secret))
                .build();
    }

    /** A page of a secret's versions by id. */
    public ListSecretVersionIdsResponse listSecretVersionIds(ListSecretVersionIdsRequest request) {
        DescribeSecretResponse secret = secrets.load(request.secretId());
        boolean deprecated = Boolean.TRUE.equals(request.includeDeprecated());
        Page<GetSecretValueResponse> page = pages.page(
                "ListSecretVersionIds/" + secret.arn() + deprecated,
                request.nextToken(),
                limit(request.maxResults()),
                (after, most) -> secrets.versions(secret).stream()
                        .filter(version -> version.versionId().compareTo(after) > 0)
                        .filter(version -> deprecated || !version.versionStages().isEmpty())
                        .limit(most)
                        .toList(),
                GetSecretValueResponse::versionId);
        return ListSecretVersionIdsResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .versions(page.items().stream()
                        .map(version -> SecretVersionsListEntry.builder()
                                .versionId(version.versionId())
                                .versionStages(version.versionStages())
                                .createdDate(version.createdDate())
                                .build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }
}
