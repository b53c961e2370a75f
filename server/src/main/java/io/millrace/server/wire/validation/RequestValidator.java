package io.millrace.server.wire.validation;

import io.millrace.server.wire.model.ApiModel;
import io.millrace.server.wire.model.ShapeModel;
import io.millrace.server.wire.validation.StructureCheck.Presence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/**
 * Holds requests of one operation against the constraints of its input shape: required members, lengths, ranges, patterns and
 * enumerations, at any depth. The checks are compiled once from the API model and the SDK's fields; a member that the model does
 * not know (the SDK is newer) has no constraint. Thread-safe.
 */
public final class RequestValidator {
    private final StructureCheck root;

    private RequestValidator(StructureCheck root) {
        this.root = root;
    }

    /**
     * The validator of an input shape.
     *
     * @param shapeName the operation's input shape in {@code model}; an unknown or empty name has no constraints
     * @param sample any object or builder of the request's SDK class
     */
    public static RequestValidator of(ApiModel model, String shapeName, SdkPojo sample) {
        return new RequestValidator(new Compiler(model).structure(shapeName, sample));
    }

    /** What the request breaks, such as {@code 1 validation error detected: …}; empty if it is valid. */
    public Optional<String> findViolations(SdkPojo request) {
        Violations violations = new Violations();
        root.check(request, MemberPath.ROOT, violations);
        return violations.isEmpty() ? Optional.empty() : Optional.of(violations.message());
    }

    /** Turns shapes into checks, each structure once, so that structures that hold themselves end. */
    private static final class Compiler {
        private final ApiModel model;
        private final Map<String, StructureCheck> structures = new HashMap<>();

        Compiler(ApiModel model) {
            this.model = model;
        }

        StructureCheck structure(String shapeName, SdkPojo sample) {
            StructureCheck known = structures.get(shapeName);
            if (known != null) {
                return known;
            }
            StructureCheck check = new StructureCheck();
            structures.put(shapeName, check);
            ShapeModel shape = model.shapes().get(shapeName);
            if (shape != null) {
                check.members(members(shape, sample));
            }
            return check;
        }

        private List<StructureCheck.Member> members(ShapeModel shape, SdkPojo sample) {
            List<StructureCheck.Member> members = new ArrayList<>();
            for (SdkField<?> field : sample.sdkFields()) {
                String memberShape = shape.members().get(field.memberName());
                Presence presence =
                        shape.required().contains(field.memberName()) ? Presence.REQUIRED : Presence.OPTIONAL;
                ValueCheck check = memberShape == null ? null : value(memberShape, field);
                if (check != null || presence == Presence.REQUIRED) {
                    members.add(new StructureCheck.Member(field, presence, check));
                }
            }
            return members;
        }

        private @Nullable ValueCheck value(String shapeName, SdkField<?> field) {
            ShapeModel shape = model.shapes().get(shapeName);
            MarshallingType<?> type = field.marshallingType();
            if (shape == null) {
                return null;
            }
            if (type == MarshallingType.SDK_POJO) {
                return structure(shapeName, field.constructor().get());
            }
            if (type == MarshallingType.LIST) {
                SdkField<?> element = field.getTrait(ListTrait.class).memberFieldInfo();
                return new CollectionCheck(shape, null, value(Objects.requireNonNull(shape.element()), element));
            }
            if (type == MarshallingType.MAP) {
                SdkField<?> element = field.getTrait(MapTrait.class).valueFieldInfo();
                ScalarCheck key = new ScalarCheck(
                        Objects.requireNonNull(model.shapes().get(Objects.requireNonNull(shape.key()))));
                return new CollectionCheck(shape, key, value(Objects.requireNonNull(shape.element()), element));
            }
            return isConstrained(shape) ? new ScalarCheck(shape) : null;
        }

        private static boolean isConstrained(ShapeModel shape) {
            return shape.min() != null
                    || shape.max() != null
                    || shape.pattern() != null
                    || !shape.values().isEmpty();
        }
    }
}
