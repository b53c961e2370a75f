package io.millrace.server.wire.validation;

import io.millrace.server.wire.model.ShapeModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The constraints of a list or map and of what it holds. Null elements are refused. Broken constraints of scalars are told of the
 * whole collection, as AWS does: {@code Member must satisfy constraint: […]}.
 */
final class CollectionCheck implements ValueCheck {
    private final ShapeModel shape;
    private final @Nullable ScalarCheck key;
    private final @Nullable ValueCheck element;

    CollectionCheck(ShapeModel shape, @Nullable ScalarCheck key, @Nullable ValueCheck element) {
        this.shape = shape;
        this.key = key;
        this.element = element;
    }

    @Override
    public void check(Object value, MemberPath path, Violations violations) {
        if (value instanceof List<?> list) {
            checkList(list, path, violations);
        } else if (value instanceof Map<?, ?> map) {
            checkMap(map, path, violations);
        }
    }

    private void checkList(List<?> list, MemberPath path, Violations violations) {
        Lengths.check(shape, list.size(), constraint -> violations.add(path, shown(list), constraint));
        for (int i = 0; i < list.size() && !violations.isFull(); i++) {
            Object item = list.get(i);
            if (item == null) {
                violations.addNull(path.element(i));
            } else if (element instanceof ScalarCheck scalar) {
                checkScalar(scalar, item, "Member must satisfy constraint: ", list, path, violations);
            } else if (element != null) {
                element.check(item, path.element(i), violations);
            }
        }
    }

    private void checkMap(Map<?, ?> map, MemberPath path, Violations violations) {
        Lengths.check(shape, map.size(), constraint -> violations.add(path, shown(map), constraint));
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (violations.isFull()) {
                return;
            }
            if (key != null) {
                checkScalar(key, entry.getKey(), "Map keys must satisfy constraint: ", map, path, violations);
            }
            Object value = entry.getValue();
            if (value != null && element instanceof ScalarCheck scalar) {
                checkScalar(scalar, value, "Map value must satisfy constraint: ", map, path, violations);
            } else if (value != null && element != null) {
                element.check(value, path.entry(entry.getKey().toString()), violations);
            }
        }
    }

    private void checkScalar(
            ScalarCheck scalar, Object item, String prefix, Object whole, MemberPath path, Violations violations) {
        List<String> broken = new ArrayList<>(0);
        scalar.forEachBroken(item, broken::add);
        if (!broken.isEmpty()) {
            violations.add(path, scalar.isSensitive() ? null : shown(whole), prefix + broken);
        }
    }

    /** Structures may hold secrets, so only collections of scalars are shown. */
    private @Nullable Object shown(Object whole) {
        boolean hidden = shape.sensitive() || !(element instanceof ScalarCheck scalar) || scalar.isSensitive();
        return hidden ? null : whole;
    }
}
