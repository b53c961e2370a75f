package io.millrace.ci.livetest.stage;

import io.millrace.ci.livetest.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The lake's objects by partition.
 *
 * @param sizes the sizes in bytes of each folder's objects; names that begin with {@code _} or {@code .} are no data
 */
public record LakeFiles(Map<String, List<Long>> sizes) {
    /** Lists a folder. */
    public static LakeFiles list(S3Client s3, ObjectFolder folder) {
        Map<String, List<Long>> sizes = new TreeMap<>();
        s3
                .listObjectsV2Paginator(ListObjectsV2Request.builder()
                        .bucket(folder.bucket())
                        .prefix(folder.prefix())
                        .build())
                .stream()
                .flatMap(page -> page.contents().stream())
                .filter(object -> isData(object.key().substring(folder.prefix().length())))
                .forEach(object -> sizes.computeIfAbsent(parent(object), key -> new ArrayList<>())
                        .add(object.size()));
        return new LakeFiles(sizes);
    }

    /** How many objects there are. */
    public long objects() {
        return sizes.values().stream().mapToLong(List::size).sum();
    }

    /** What exceeds the limits on objects of a partition and on the median size. */
    public List<Difference> differences(StageExpectations expected) {
        List<Difference> differences = new ArrayList<>();
        sizes.forEach((partition, objects) -> {
            if (objects.size() > expected.maxObjectsPerPartition()) {
                differences.add(new Difference(
                        "The partition " + partition + " has " + objects.size() + " objects, more than "
                                + expected.maxObjectsPerPartition(),
                        ""));
            }
        });
        long median = median();
        if (objects() > 0 && median < expected.minMedianObjectBytes()) {
            differences.add(new Difference(
                    "The median of " + objects() + " objects is " + median + " bytes, less than "
                            + expected.minMedianObjectBytes(),
                    ""));
        }
        return differences;
    }

    private long median() {
        List<Long> all = sizes.values().stream().flatMap(List::stream).sorted().toList();
        return all.isEmpty() ? 0 : all.get(all.size() / 2);
    }

    private static boolean isData(String name) {
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.startsWith("_") || part.startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    private static String parent(S3Object object) {
        String key = object.key();
        return key.substring(0, Math.max(0, key.lastIndexOf('/')));
    }
}
