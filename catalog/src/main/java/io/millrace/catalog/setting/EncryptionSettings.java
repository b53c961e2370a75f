package io.millrace.catalog.setting;

import io.millrace.catalog.metadata.MetadataRequests;
import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.catalog.store.EntityKind;
import java.util.List;
import software.amazon.awssdk.services.glue.model.CatalogEncryptionMode;
import software.amazon.awssdk.services.glue.model.ConnectionPasswordEncryption;
import software.amazon.awssdk.services.glue.model.DataCatalogEncryptionSettings;
import software.amazon.awssdk.services.glue.model.EncryptionAtRest;

/** The catalog's encryption settings, where they are kept, and what they may be. */
public final class EncryptionSettings {
    private static final EntityKind<DataCatalogEncryptionSettings> KIND = EntityKind.ofSdk(
            "encryption-settings", DataCatalogEncryptionSettings.class, DataCatalogEncryptionSettings::builder);
    private static final List<String> PATH = List.of("settings");
    private static final String NAME = "encryption";

    private static final DataCatalogEncryptionSettings DEFAULT = DataCatalogEncryptionSettings.builder()
            .encryptionAtRest(rest -> rest.catalogEncryptionMode(CatalogEncryptionMode.DISABLED))
            .connectionPasswordEncryption(password -> password.returnConnectionPasswordEncrypted(false))
            .build();

    private EncryptionSettings() {}

    static DataCatalogEncryptionSettings read(CatalogTransaction tx) {
        return tx.entities().find(KIND, PATH, NAME).orElse(DEFAULT);
    }

    static DataCatalogEncryptionSettings write(CatalogTransaction tx, DataCatalogEncryptionSettings settings) {
        if (!tx.entities().update(KIND, PATH, NAME, settings)) {
            tx.entities().insert(KIND, PATH, NAME, settings);
        }
        return settings;
    }

    /** Whether the passwords of connections are given out only as they are stored, encrypted. */
    public static boolean returnsPasswordsEncrypted(CatalogTransaction tx) {
        return read(tx).connectionPasswordEncryption().returnConnectionPasswordEncrypted();
    }

    /** The settings with their defaults. @throws CatalogException InvalidInputException for what would not be true */
    static DataCatalogEncryptionSettings checked(DataCatalogEncryptionSettings given) {
        EncryptionAtRest rest = given.encryptionAtRest();
        if (rest != null) {
            if (rest.catalogEncryptionMode() != CatalogEncryptionMode.DISABLED) {
                throw MetadataRequests.invalid("CatalogEncryptionMode " + rest.catalogEncryptionModeAsString()
                        + " is not supported: there is no KMS; encrypt the disk of the database.");
            }
            MetadataRequests.refuse(rest.sseAwsKmsKeyId(), "SseAwsKmsKeyId");
            MetadataRequests.refuse(rest.catalogEncryptionServiceRole(), "CatalogEncryptionServiceRole");
        }
        ConnectionPasswordEncryption password = given.connectionPasswordEncryption();
        if (password == null) {
            return DEFAULT;
        }
        MetadataRequests.refuse(password.awsKmsKeyId(), "AwsKmsKeyId");
        return DEFAULT.toBuilder().connectionPasswordEncryption(password).build();
    }
}
