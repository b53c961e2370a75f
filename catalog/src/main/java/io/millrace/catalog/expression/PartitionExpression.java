package io.millrace.catalog.expression;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Column;

/**
 * A filter on partitions in the grammar of Glue's GetPartitions: {@code = <> != > < >= <= AND OR NOT IN BETWEEN LIKE IS NULL}
 * and parentheses, over the table's partition keys. A value that is none of its key's type (such as Hive's default partition of
 * a numeric key) satisfies no comparison; as in Glue, no value is null. Immutable.
 */
public final class PartitionExpression {
    /** Glue API, GetPartitions: Expression, in bytes of UTF-8. */
    public static final int MAX_BYTES = 2048;

    private final Condition condition;
    private final List<KeyType> keys;

    private PartitionExpression(Condition condition, List<KeyType> keys) {
        this.condition = condition;
        this.keys = keys;
    }

    /**
     * Reads an expression; null and blank text filter nothing.
     *
     * @throws CatalogException InvalidInputException, naming the position, if it is not one of the grammar, names something that
     *     is no partition key, or compares a key with a literal of another type
     */
    public static PartitionExpression parse(@Nullable String text, List<Column> partitionKeys) {
        List<ExpressionKey> keys = ExpressionKey.of(partitionKeys);
        List<KeyType> types = keys.stream().map(ExpressionKey::type).toList();
        if (text == null || text.isBlank()) {
            return new PartitionExpression(new Condition.And(List.of()), types);
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new CatalogException(
                    CatalogErrorCode.INVALID_INPUT,
                    "Invalid partition expression: it must be at most %d bytes long.".formatted(MAX_BYTES));
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new CatalogException(
                    CatalogErrorCode.INVALID_INPUT, "Invalid partition expression: it must be valid text.");
        }
        return new PartitionExpression(new ConditionParser(text, keys).parse(), types);
    }

    /** Whether a partition with these values, one for each key in order, satisfies the filter. */
    public boolean matches(List<String> values) {
        return new ConditionEvaluator(keys, values).evaluate(condition) == Truth.TRUE;
    }

    /** What a scan over keys, encoded in this order, need not visit. */
    public KeySkip skip(KeyOrder order) {
        return new KeySkip(new ConditionBoxes(keys).whereTrue(condition), order);
    }
}
