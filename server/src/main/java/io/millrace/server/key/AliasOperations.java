package io.millrace.server.key;

import io.millrace.catalog.page.Page;
import io.millrace.server.resource.ServicePages;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.CreateAliasRequest;
import software.amazon.awssdk.services.kms.model.CreateAliasResponse;
import software.amazon.awssdk.services.kms.model.DeleteAliasRequest;
import software.amazon.awssdk.services.kms.model.DeleteAliasResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.ListAliasesRequest;
import software.amazon.awssdk.services.kms.model.ListAliasesResponse;
import software.amazon.awssdk.services.kms.model.UpdateAliasRequest;
import software.amazon.awssdk.services.kms.model.UpdateAliasResponse;

/** KMS's operations on aliases. Thread-safe; each is one transaction. */
public final class AliasOperations {
    private static final int PAGE = 50;
    private static final Pattern NAME = Pattern.compile("alias/[a-zA-Z0-9/_-]{1,250}");

    private final Keys keys;
    private final ServicePages pages;

    /** Operations on the aliases of these keys. */
    public AliasOperations(Keys keys, ServicePages pages) {
        this.keys = keys;
        this.pages = pages;
    }

    /** Names a key. */
    public CreateAliasResponse createAlias(CreateAliasRequest request) {
        String name = request.aliasName();
        if (!NAME.matcher(name).matches()) {
            throw KeyErrors.invalidAlias("Alias must start with the prefix \"alias/\". Please see"
                    + " https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html");
        }
        if (name.startsWith("alias/aws/")) {
            throw KeyErrors.invalidAlias("Aliases that begin with alias/aws/ are AWS's own.");
        }
        keys.jdbi().useTransaction(handle -> {
            KeyMetadata key = keys.loadKept(request.targetKeyId());
            if (keys.findAlias(name).isPresent()) {
                throw KeyErrors.aliasExists(keys.aliasArn(name));
            }
            keys.putAlias(AliasListEntry.builder()
                    .aliasName(name)
                    .aliasArn(keys.aliasArn(name))
                    .targetKeyId(key.keyId())
                    .creationDate(keys.now())
                    .lastUpdatedDate(keys.now())
                    .build());
        });
        return CreateAliasResponse.builder().build();
    }

    private AliasListEntry load(String name) {
        return keys.findAlias(name).orElseThrow(() -> KeyErrors.notFound("Alias " + keys.aliasArn(name)));
    }

    /** Lets an alias name another key. */
    public UpdateAliasResponse updateAlias(UpdateAliasRequest request) {
        keys.jdbi().useTransaction(handle -> {
            AliasListEntry alias = load(request.aliasName());
            KeyMetadata key = keys.loadKept(request.targetKeyId());
            keys.putAlias(alias.toBuilder()
                    .targetKeyId(key.keyId())
                    .lastUpdatedDate(keys.now())
                    .build());
        });
        return UpdateAliasResponse.builder().build();
    }

    /** Takes a name away; the key stays. */
    public DeleteAliasResponse deleteAlias(DeleteAliasRequest request) {
        keys.jdbi()
                .useTransaction(
                        handle -> keys.deleteAlias(load(request.aliasName()).aliasName()));
        return DeleteAliasResponse.builder().build();
    }

    /** A page of aliases by name. */
    public ListAliasesResponse listAliases(ListAliasesRequest request) {
        Optional<String> key =
                Optional.ofNullable(request.keyId()).map(id -> keys.load(id).keyId());
        Page<AliasListEntry> page = pages.page(
                "ListAliases/" + key.orElse(""),
                request.marker(),
                request.limit() == null ? PAGE : request.limit(),
                (after, most) -> keys.aliases(key).stream()
                        .filter(alias -> alias.aliasName().compareTo(after) > 0)
                        .limit(most)
                        .toList(),
                AliasListEntry::aliasName);
        return ListAliasesResponse.builder()
                .aliases(page.items())
                .truncated(page.nextToken() != null)
                .nextMarker(page.nextToken())
                .build();
    }
}
