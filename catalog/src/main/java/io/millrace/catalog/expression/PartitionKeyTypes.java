package io.millrace.catalog.expression;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.glue.model.Column;

/**
 * The types of a table's partition keys, and with them the text that holds all values of a partition and sorts, by code point, as
 * the values do, key by key and each as its type. See {@link KeyText} for the text of one value. Values beyond the keys are
 * text. Immutable.
 */
public final class PartitionKeyTypes {
    private final List<KeyType> types;

    private PartitionKeyTypes(List<KeyType> types) {
        this.types = List.copyOf(types);
    }

    /** The types of a table's partition keys. */
    public static PartitionKeyTypes of(List<Column> partitionKeys) {
        return new PartitionKeyTypes(ExpressionKey.of(partitionKeys).stream()
                .map(ExpressionKey::type)
                .toList());
    }

    /** What {@link #signature} gave. */
    public static PartitionKeyTypes parse(String signature) {
        return new PartitionKeyTypes(
                signature.chars().mapToObj(code -> KeyType.ofCode((char) code)).toList());
    }

    /** A letter for each key. Tables with the same signature have the same texts for the same values. */
    public String signature() {
        StringBuilder signature = new StringBuilder();
        types.forEach(type -> signature.append(type.code()));
        return signature.toString();
    }

    /** How many keys there are. */
    public int size() {
        return types.size();
    }

    /** The types with their keys in another order. */
    public PartitionKeyTypes in(KeyOrder order) {
        List<KeyType> arranged = order.arrange(types);
        return arranged.equals(types) ? this : new PartitionKeyTypes(arranged);
    }

    /** The text of a partition's values, in the order of these types. */
    public String encode(List<String> values) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            KeyText.append(key, type(i), values.get(i));
        }
        return key.toString();
    }

    /** The values of an encoded text, as they were. */
    public List<String> decode(String key) {
        List<String> values = new ArrayList<>();
        for (String part : KeyText.split(key)) {
            values.add(KeyText.decode(type(values.size()), part));
        }
        return values;
    }

    private KeyType type(int index) {
        return index < types.size() ? types.get(index) : KeyType.TEXT;
    }
}
