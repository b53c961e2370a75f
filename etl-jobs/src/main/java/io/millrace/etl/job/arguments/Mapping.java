package io.millrace.etl.job.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.catalog.type.HiveType;
import io.millrace.etl.job.failure.JobFailureException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One output column. Two notations, as in Glue's ApplyMapping columns that are not named are left out:
 * <ul>
 *   <li>{@code source[:type][>target[:type]], …}, for example {@code pickup_datetime>pickup_at, fare_amount:double>fare:decimal(10,2)};
 *       a single type is the target's
 *   <li>ApplyMapping's four-tuples as JSON: {@code [["fare_amount","double","fare","decimal(10,2)"]]}
 * </ul>
 *
 * @param source the table's column, lower-case
 * @param sourceType the type that the column must have; empty for any
 * @param target the output column, lower-case
 * @param targetType the type to cast to; empty for the source's
 */
public record Mapping(String source, Optional<HiveType> sourceType, String target, Optional<HiveType> targetType) {
    private static final int TUPLE_SIZE = 4;

    /** Reads either notation; empty text is an empty list. */
    public static List<Mapping> parseAll(String text) {
        if (text.isBlank()) {
            return List.of();
        }
        List<Mapping> mappings = text.strip().startsWith("[") ? parseTuples(text) : parseList(text);
        Set<String> targets = new HashSet<>();
        for (Mapping mapping : mappings) {
            if (!targets.add(mapping.target())) {
                throw new JobFailureException(
                        "Argument '--mappings' makes column '%s' twice".formatted(mapping.target()));
            }
        }
        return mappings;
    }

    private static List<Mapping> parseList(String text) {
        return TopLevel.split(text, ',').stream().map(Mapping::parse).toList();
    }

    private static Mapping parse(String text) {
        List<String> sides = TopLevel.split(text, '>');
        if (sides.size() > 2) {
            throw invalid(text, "there is more than one '>'");
        }
        Side source = Side.parse(text, sides.get(0));
        if (sides.size() == 1) {
            return new Mapping(source.name(), Optional.empty(), source.name(), source.type());
        }
        Side target = Side.parse(text, sides.get(1));
        return new Mapping(source.name(), source.type(), target.name(), target.type());
    }

    private static List<Mapping> parseTuples(String text) {
        List<Mapping> mappings = new ArrayList<>();
        for (JsonNode tuple : readJson(text)) {
            if (!tuple.isArray() || tuple.size() != TUPLE_SIZE) {
                throw invalid(tuple.toString(), "four texts are needed: source, type, target, type");
            }
            mappings.add(new Mapping(
                    name(tuple.get(0).asText(), tuple.toString()),
                    Optional.of(type(tuple.get(1).asText())),
                    name(tuple.get(2).asText(), tuple.toString()),
                    Optional.of(type(tuple.get(3).asText()))));
        }
        return mappings;
    }

    private static JsonNode readJson(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new JobFailureException("Argument '--mappings' is no valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String name(String text, String whole) {
        if (text.isBlank()) {
            throw invalid(whole, "a column's name is missing");
        }
        return text.strip().toLowerCase(Locale.ROOT);
    }

    private static HiveType type(String text) {
        try {
            return HiveType.parse(text);
        } catch (IllegalArgumentException e) {
            throw new JobFailureException("Argument '--mappings': " + e.getMessage(), e);
        }
    }

    private static JobFailureException invalid(String text, String why) {
        return new JobFailureException(
                "Mapping '%s' is not understood: %s; write source[:type][>target[:type]]".formatted(text, why));
    }

    /** A name with or without a type. */
    private record Side(String name, Optional<HiveType> type) {
        static Side parse(String whole, String text) {
            int colon = text.indexOf(':');
            if (colon < 0) {
                return new Side(Mapping.name(text, whole), Optional.empty());
            }
            return new Side(
                    Mapping.name(text.substring(0, colon), whole),
                    Optional.of(Mapping.type(text.substring(colon + 1))));
        }
    }
}
