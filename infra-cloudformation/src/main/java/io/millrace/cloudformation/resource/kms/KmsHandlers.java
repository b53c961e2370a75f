package io.millrace.cloudformation.resource.kms;

import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.sdk.ResourceProperties;
import io.millrace.cloudformation.resource.sdk.SdkHandler;
import java.util.List;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateAliasRequest;
import software.amazon.awssdk.services.kms.model.UpdateAliasRequest;

/** What of {@code AWS::KMS} can be deployed: symmetric keys and their aliases. */
public final class KmsHandlers {
    private KmsHandlers() {}

    /** Keys and aliases. */
    public static List<ResourceHandler> of(KmsClient kms) {
        return List.of(new KeyHandler(kms), alias(kms));
    }

    private static ResourceHandler alias(KmsClient kms) {
        return SdkHandler.of("AWS::KMS::Alias")
                .replacedBy("AliasName")
                .supports("TargetKeyId")
                .id(properties -> properties.text("AliasName").orElse(""))
                .find(id -> kms.listAliasesPaginator(request -> {}).aliases().stream()
                        .anyMatch(alias -> alias.aliasName().equals(id)))
                .create(wanted -> kms.createAlias(
                        wanted.into(CreateAliasRequest.builder()).build()))
                .update((ResourceProperties wanted) -> kms.updateAlias(
                        wanted.into(UpdateAliasRequest.builder()).build()))
                .delete(gone -> kms.deleteAlias(request -> request.aliasName(gone.id())))
                .build();
    }
}
