package io.millrace.server.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.server.wire.model.ApiModel;
import io.millrace.server.wire.model.ShapeModel;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Requests made from an API model: every required member, and of the others some, each of its type and within its bounds. */
final class RequestSamples {
    /** Structures below this depth have their required members only. */
    private static final int OPTIONAL_DEPTH = 3;

    private static final int MAX_DEPTH = 12;

    /** What no server without Lake Formation and open table formats takes, or what only a server can make. */
    private static final Set<String> LEFT_OUT = Set.of(
            "CatalogId",
            "TransactionId",
            "QueryAsOfTime",
            "NextToken",
            "Segment",
            "FederatedDatabase",
            "OpenTableFormatInput",
            "UpdateOpenTableFormatInput",
            "ViewDefinition",
            "ViewUpdateAction");

    /** Few names, so that requests meet what others have made. */
    private static final Map<String, String> NAMES = Map.of(
            "catalogid", "000000000000",
            "databasename", "orders",
            "tablename", "orders",
            "type", "string",
            "versionid", "0",
            "expression", "day = '1'",
            "schedule", "cron(0 12 * * ? *)",
            "location", "s3://lake/orders/");

    private final ApiModel model;
    private final Random random;

    RequestSamples(ApiModel model, Random random) {
        this.model = model;
        this.random = random;
    }

    ObjectNode request(String operation) {
        String input = Objects.requireNonNull(model.operations().get(operation)).input();
        return input.isEmpty() ? JsonNodeFactory.instance.objectNode() : structure(shape(input), 0);
    }

    private ObjectNode structure(ShapeModel shape, int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        // Sorted, because a set's order differs from run to run.
        new TreeMap<>(shape.members()).forEach((name, type) -> {
            boolean wanted = shape.required().contains(name)
                    || (depth < OPTIONAL_DEPTH && !LEFT_OUT.contains(name) && random.nextInt(5) == 0);
            if (wanted && depth < MAX_DEPTH) {
                object.set(name, value(name, shape(type), depth + 1));
            }
        });
        return object;
    }

    private JsonNode value(String name, ShapeModel shape, int depth) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (shape.type()) {
            case "structure" -> structure(shape, depth);
            case "list" -> list(name, shape, depth);
            case "map" ->
                nodes.objectNode().set(text("key", shape(shape.key())), value("value", shape(shape.element()), depth));
            case "boolean" -> nodes.booleanNode(random.nextBoolean());
            case "integer", "long", "short" -> nodes.numberNode(number(shape));
            case "double", "float" -> nodes.numberNode(1.5);
            case "timestamp" -> nodes.numberNode(1_700_000_000);
            case "blob" -> nodes.textNode("AAAA");
            default -> nodes.textNode(text(name, shape));
        };
    }

    private JsonNode list(String name, ShapeModel shape, int depth) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        int least = Optional.ofNullable(shape.min()).map(Double::intValue).orElse(0);
        for (int i = 0; depth < MAX_DEPTH && i < Math.max(least, 1 + random.nextInt(2)); i++) {
            list.add(value(name, shape(shape.element()), depth));
        }
        return list;
    }

    private ShapeModel shape(@Nullable String name) {
        return Objects.requireNonNull(model.shapes().get(Objects.requireNonNull(name)));
    }

    private static int number(ShapeModel shape) {
        return Optional.ofNullable(shape.min()).map(Double::intValue).orElse(1);
    }

    private String text(String member, ShapeModel shape) {
        if (!shape.values().isEmpty()) {
            return shape.values().get(random.nextInt(shape.values().size()));
        }
        String text = NAMES.getOrDefault(
                member.toLowerCase(Locale.ROOT), member.endsWith("Name") ? "orders" : "v" + random.nextInt(3));
        int least = Optional.ofNullable(shape.min()).map(Double::intValue).orElse(0);
        return text.length() >= least ? text : text + "x".repeat(Math.min(1000, least - text.length()));
    }
}
