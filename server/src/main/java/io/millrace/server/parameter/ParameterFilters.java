package io.millrace.server.parameter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;

/** {@code ParameterFilters}: all of them must hold (Systems Manager API reference, ParameterStringFilter). */
final class ParameterFilters {
    private static final String TAG = "tag:";

    private final List<Predicate<ParameterHistory>> filters = new ArrayList<>();

    private ParameterFilters() {}

    /** Those of DescribeParameters. */
    static ParameterFilters of(
            List<ParameterStringFilter> given, Function<ParameterHistory, Map<String, String>> tags) {
        ParameterFilters filters = new ParameterFilters();
        for (ParameterStringFilter filter : given) {
            filters.filters.add(
                    filter.key().startsWith(TAG)
                            ? tagged(filter, tags)
                            : filter.key().equals("Path")
                                    ? below(filter)
                                    : text(filter, List.of("Name", "Type", "KeyId", "Tier", "DataType")));
        }
        return filters;
    }

    /** Those of GetParametersByPath. */
    static ParameterFilters ofPath(
            List<ParameterStringFilter> given, Function<ParameterHistory, List<String>> labels) {
        ParameterFilters filters = new ParameterFilters();
        for (ParameterStringFilter filter : given) {
            filters.filters.add(
                    filter.key().equals("Label")
                            ? parameter -> labels.apply(parameter).stream().anyMatch(filter.values()::contains)
                            : text(filter, List.of("Type", "KeyId")));
        }
        return filters;
    }

    private static Predicate<ParameterHistory> tagged(
            ParameterStringFilter filter, Function<ParameterHistory, Map<String, String>> tags) {
        String key = filter.key().substring(TAG.length());
        return parameter -> {
            String value = tags.apply(parameter).get(key);
            return value != null && (filter.values().isEmpty() || filter.values().contains(value));
        };
    }

    private static Predicate<ParameterHistory> below(ParameterStringFilter filter) {
        String option = filter.option() == null ? "OneLevel" : filter.option();
        if (!option.equals("OneLevel") && !option.equals("Recursive")) {
            throw wrongOption(filter);
        }
        return parameter -> filter.values().stream().anyMatch(value -> {
            String path = value.endsWith("/") ? value : value + "/";
            return parameter.name().startsWith(path)
                    && (option.equals("Recursive") || parameter.name().indexOf('/', path.length()) < 0);
        });
    }

    private static Predicate<ParameterHistory> text(ParameterStringFilter filter, List<String> keys) {
        if (!keys.contains(filter.key())) {
            throw ParameterErrors.error(
                    "InvalidFilterKey", "The filter key " + filter.key() + " is not one of " + keys + ".");
        }
        if (filter.values().isEmpty()) {
            throw ParameterErrors.error("InvalidFilterValue", "The filter " + filter.key() + " has no values.");
        }
        String option = filter.option() == null ? "Equals" : filter.option();
        return parameter -> {
            String text = text(parameter, filter.key());
            return text != null && filter.values().stream().anyMatch(value -> switch (option) {
                case "Equals" -> text.equals(value);
                case "BeginsWith" -> text.startsWith(value);
                case "Contains" -> text.contains(value);
                default -> throw wrongOption(filter);
            });
        };
    }

    private static RuntimeException wrongOption(ParameterStringFilter filter) {
        return ParameterErrors.error(
                "InvalidFilterOption",
                "The filter " + filter.key() + " has no option " + filter.option() + ".");
    }

    private static @Nullable String text(ParameterHistory parameter, String key) {
        return switch (key) {
            case "Name" -> parameter.name();
            case "Type" -> parameter.typeAsString();
            case "Tier" -> parameter.tierAsString();
            case "DataType" -> parameter.dataType();
            default -> parameter.keyId();
        };
    }

    boolean accept(ParameterHistory parameter) {
        return filters.stream().allMatch(filter -> filter.test(parameter));
    }
}
