package io.millrace.catalog.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.glue.model.Partition;

/**
 * Partitions of one table that differ in nothing but their values, their location and some parameters, as those of a crawl do. Each is
 * an entry of the catalog only when somebody asks for it.
 *
 * @param pattern what they are but for that; with a storage descriptor
 * @param parameters the names of the parameters in which they differ, which stand on the partition and on its descriptor
 * @param members the partitions, with as many values each
 */
public record PartitionSeries(Partition pattern, List<String> parameters, List<Member> members) {
    /** Copies the lists. */
    public PartitionSeries {
        parameters = List.copyOf(parameters);
        members = List.copyOf(members);
    }

    /**
     * In what one of them differs.
     *
     * @param parameters the values of the series' parameters, in their order
     */
    public record Member(List<String> values, String location, List<String> parameters) {}

    /** The partition itself. */
    public Partition partition(Member member) {
        return pattern.toBuilder()
                .values(member.values())
                .parameters(with(pattern.parameters(), member))
                .storageDescriptor(pattern.storageDescriptor().toBuilder()
                        .location(member.location())
                        .parameters(with(pattern.storageDescriptor().parameters(), member))
                        .build())
                .build();
    }

    private Map<String, String> with(Map<String, String> base, Member member) {
        Map<String, String> all = new LinkedHashMap<>(base);
        for (int i = 0; i < parameters.size(); i++) {
            all.put(parameters.get(i), member.parameters().get(i));
        }
        return all;
    }
}
