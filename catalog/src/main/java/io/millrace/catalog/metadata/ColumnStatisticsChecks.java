package io.millrace.catalog.metadata;

import io.millrace.catalog.CatalogException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.ColumnStatistics;
import software.amazon.awssdk.services.glue.model.ColumnStatisticsData;
import software.amazon.awssdk.services.glue.model.DateColumnStatisticsData;
import software.amazon.awssdk.services.glue.model.DoubleColumnStatisticsData;
import software.amazon.awssdk.services.glue.model.LongColumnStatisticsData;

/** What statistics must be like before they are kept: data of the one kind that their type names, without contradiction. */
final class ColumnStatisticsChecks {
    private ColumnStatisticsChecks() {}

    /** @throws CatalogException InvalidInputException */
    static void check(ColumnStatistics statistics) {
        ColumnStatisticsData data = statistics.statisticsData();
        if (data == null || data.type() == null) {
            throw invalid(statistics, "StatisticsData with a Type is required");
        }
        List<String> given = given(data);
        if (!given.equals(List.of(data.typeAsString()))) {
            throw invalid(
                    statistics,
                    "data of the type %s is required and no other, not %s".formatted(data.typeAsString(), given));
        }
        LongColumnStatisticsData whole = data.longColumnStatisticsData();
        if (whole != null && isAbove(whole.minimumValue(), whole.maximumValue())) {
            throw invalid(statistics, "MinimumValue is greater than MaximumValue");
        }
        DoubleColumnStatisticsData real = data.doubleColumnStatisticsData();
        if (real != null && isAbove(real.minimumValue(), real.maximumValue())) {
            throw invalid(statistics, "MinimumValue is greater than MaximumValue");
        }
        DateColumnStatisticsData date = data.dateColumnStatisticsData();
        if (date != null && isAbove(date.minimumValue(), date.maximumValue())) {
            throw invalid(statistics, "MinimumValue is greater than MaximumValue");
        }
    }

    /** The types whose data are there, in the order of the API model. */
    private static List<String> given(ColumnStatisticsData data) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("BOOLEAN", data.booleanColumnStatisticsData());
        members.put("DATE", data.dateColumnStatisticsData());
        members.put("DECIMAL", data.decimalColumnStatisticsData());
        members.put("DOUBLE", data.doubleColumnStatisticsData());
        members.put("LONG", data.longColumnStatisticsData());
        members.put("STRING", data.stringColumnStatisticsData());
        members.put("BINARY", data.binaryColumnStatisticsData());
        return members.entrySet().stream()
                .filter(member -> member.getValue() != null)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static <V extends Comparable<V>> boolean isAbove(@Nullable V minimum, @Nullable V maximum) {
        return minimum != null && maximum != null && minimum.compareTo(maximum) > 0;
    }

    private static CatalogException invalid(ColumnStatistics statistics, String why) {
        return MetadataRequests.invalid("Invalid statistics of column " + statistics.columnName() + ": " + why + ".");
    }
}
