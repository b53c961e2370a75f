package io.millrace.catalog.crawl.format;

import io.millrace.catalog.classify.FileSchema;
import io.millrace.catalog.classify.FormatDetail.TableFormat.Kind;
import io.millrace.catalog.classify.UnreadableObjectException;
import io.millrace.catalog.crawl.ObjectReader;
import io.millrace.catalog.crawl.StoredObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Recognises folders that Iceberg, Delta Lake or Hudi own, and reads their metadata. Everything below such a root is the
 * format's: its data files are no tables or partitions of their own. Stateless, so threads may share it.
 */
public final class TableFormats {
    private static final String ICEBERG_FOLDER = "metadata/";
    private static final String DELTA_FOLDER = "_delta_log/";
    private static final String HUDI_FOLDER = ".hoodie/";

    /** {@code v3.metadata.json} and {@code 00003-<uuid>.metadata.json}, either with {@code .gz} in one of two places. */
    static final Pattern ICEBERG_METADATA =
            Pattern.compile("(?:v(\\d+)|(\\d+)-.+?)(?:\\.gz)?\\.metadata\\.json(?:\\.gz)?");

    static final String ICEBERG_HINT = "version-hint.text";

    private static final Pattern DELTA_LOG =
            Pattern.compile("_last_checkpoint|\\d{20}\\.json|\\d{20}\\.checkpoint(?:\\.[\\w.-]+)?\\.(?:parquet|json)");

    /** In version 6 tables commits lie in the folder itself, later in {@code timeline/}, with their completion in the name. */
    private static final Pattern HUDI_TIMELINE =
            Pattern.compile("hoodie\\.properties|(?:timeline/)?\\d+(?:_\\d+)?\\.(?:commit|deltacommit|replacecommit)");

    private TableFormats() {}

    /**
     * The table that the object is a part of, if it is one of the metadata objects by which {@link #read} knows it. Cheap: it is
     * asked for each listed key, before hidden names are left out.
     *
     * @param relativeKey the key below the crawl's target
     */
    public static Optional<TableFormatRoot> rootOf(String relativeKey) {
        // The first such folder wins: Hudi keeps a metadata table of its own kind below .hoodie.
        int hudi = folderAt(relativeKey, HUDI_FOLDER, 0);
        if (hudi >= 0) {
            return root(relativeKey, hudi, HUDI_FOLDER, HUDI_TIMELINE, Kind.HUDI);
        }
        int delta = folderAt(relativeKey, DELTA_FOLDER, 0);
        if (delta >= 0) {
            return root(relativeKey, delta, DELTA_FOLDER, DELTA_LOG, Kind.DELTA);
        }
        int name = relativeKey.lastIndexOf('/') + 1;
        int iceberg = name - ICEBERG_FOLDER.length();
        if (iceberg < 0 || folderAt(relativeKey, ICEBERG_FOLDER, iceberg) != iceberg) {
            return Optional.empty();
        }
        boolean hint =
                relativeKey.startsWith(ICEBERG_HINT, name) && name + ICEBERG_HINT.length() == relativeKey.length();
        return hint
                ? Optional.of(new TableFormatRoot(folder(relativeKey, iceberg), Kind.ICEBERG))
                : root(relativeKey, iceberg, ICEBERG_FOLDER, ICEBERG_METADATA, Kind.ICEBERG);
    }

    /**
     * What the table holds.
     *
     * @param rootPrefix the root's key prefix in the bucket, with a slash at its end, or empty for the whole bucket
     * @param metadata the objects of this root for which {@link #rootOf} said so, in order of their keys
     * @throws UnreadableObjectException if the metadata is damaged, incomplete, or of an unknown kind
     * @throws IOException if reading fails
     */
    public static FileSchema read(
            ObjectReader reader, String bucket, String rootPrefix, Kind kind, List<StoredObject> metadata)
            throws IOException, UnreadableObjectException {
        MetadataObjects objects = new MetadataObjects(reader, bucket, rootPrefix, metadata);
        return switch (kind) {
            case ICEBERG -> IcebergTable.read(objects);
            case DELTA -> DeltaTable.read(objects);
            case HUDI -> HudiTable.read(objects);
        };
    }

    private static Optional<TableFormatRoot> root(
            String key, int folderAt, String metadataFolder, Pattern wanted, Kind kind) {
        return wanted.matcher(key)
                        .region(folderAt + metadataFolder.length(), key.length())
                        .matches()
                ? Optional.of(new TableFormatRoot(folder(key, folderAt), kind))
                : Optional.empty();
    }

    private static String folder(String key, int end) {
        return end == 0 ? "" : key.substring(0, end - 1);
    }

    /** Where the folder begins as a whole path segment, or -1. */
    private static int folderAt(String key, String folder, int from) {
        int at = key.indexOf(folder, from);
        while (at > 0 && key.charAt(at - 1) != '/') {
            at = key.indexOf(folder, at + 1);
        }
        return at;
    }
}
