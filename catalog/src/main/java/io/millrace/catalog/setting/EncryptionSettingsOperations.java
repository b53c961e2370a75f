package io.millrace.catalog.setting;

import io.millrace.catalog.metadata.MetadataRequests;
import io.millrace.catalog.store.CatalogStore;
import software.amazon.awssdk.services.glue.model.DataCatalogEncryptionSettings;
import software.amazon.awssdk.services.glue.model.GetCatalogImportStatusRequest;
import software.amazon.awssdk.services.glue.model.GetCatalogImportStatusResponse;
import software.amazon.awssdk.services.glue.model.GetDataCatalogEncryptionSettingsRequest;
import software.amazon.awssdk.services.glue.model.GetDataCatalogEncryptionSettingsResponse;
import software.amazon.awssdk.services.glue.model.PutDataCatalogEncryptionSettingsRequest;
import software.amazon.awssdk.services.glue.model.PutDataCatalogEncryptionSettingsResponse;

/**
 * Glue's operations on the encryption of the catalog and on the state of an import. What they say is true of this catalog: the
 * passwords of connections are always stored encrypted, nothing else is, and there is no KMS. Thread-safe.
 */
public final class EncryptionSettingsOperations {
    private final CatalogStore store;

    /** Operations on a store. */
    public EncryptionSettingsOperations(CatalogStore store) {
        this.store = store;
    }

    /** GetDataCatalogEncryptionSettings. */
    public GetDataCatalogEncryptionSettingsResponse getDataCatalogEncryptionSettings(
            GetDataCatalogEncryptionSettingsRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        return GetDataCatalogEncryptionSettingsResponse.builder()
                .dataCatalogEncryptionSettings(store.read(EncryptionSettings::read))
                .build();
    }

    /** PutDataCatalogEncryptionSettings: replaces all settings; what is not given falls back to its default. */
    public PutDataCatalogEncryptionSettingsResponse putDataCatalogEncryptionSettings(
            PutDataCatalogEncryptionSettingsRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        DataCatalogEncryptionSettings settings = EncryptionSettings.checked(request.dataCatalogEncryptionSettings());
        store.write(tx -> EncryptionSettings.write(tx, settings));
        return PutDataCatalogEncryptionSettingsResponse.builder().build();
    }

    /** GetCatalogImportStatus: there never was a catalog of another kind to import, as in every account made after 2017. */
    public GetCatalogImportStatusResponse getCatalogImportStatus(GetCatalogImportStatusRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        return GetCatalogImportStatusResponse.builder()
                .importStatus(status -> status.importCompleted(true))
                .build();
    }
}
