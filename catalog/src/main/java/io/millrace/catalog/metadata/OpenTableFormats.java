package io.millrace.catalog.metadata;

import java.util.Map;
import software.amazon.awssdk.services.glue.model.OpenTableFormatInput;
import software.amazon.awssdk.services.glue.model.TableInput;

/** Makes the metadata of tables whose format owns it, for CreateTable with {@code OpenTableFormatInput}. */
public interface OpenTableFormats {
    /** Refuses every format. */
    OpenTableFormats NONE = (input, format) -> {
        throw MetadataRequests.invalid("Operation not supported: OpenTableFormatInput is not supported.");
    };

    /**
     * Writes a new table's first metadata.
     *
     * @return the parameters by which clients find it, such as {@code metadata_location}
     * @throws io.millrace.catalog.CatalogException if the input cannot be such a table
     */
    Created create(TableInput input, OpenTableFormatInput format);

    /** What was written, until the catalog knows it. */
    interface Created {
        /** The parameters by which clients find it, such as {@code metadata_location}. */
        Map<String, String> parameters();

        /** Removes what was written, because the catalog refused the table. */
        void discard();
    }
}
