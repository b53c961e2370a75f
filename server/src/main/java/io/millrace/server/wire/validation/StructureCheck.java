package io.millrace.server.wire.validation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** The constraints of a structure's members. Its members are set after construction, because structures can hold themselves. */
final class StructureCheck implements ValueCheck {
    /** One member: how it is read from the SDK's object, and what it must be. */
    record Member(
            String step,
            SdkField<?> field,
            Presence presence,
            @Nullable ValueCheck check) {
        Member(SdkField<?> field, Presence presence, @Nullable ValueCheck check) {
            this(MemberPath.step(field.memberName()), field, presence, check);
        }
    }

    /** Whether a member may be missing. */
    enum Presence {
        REQUIRED,
        OPTIONAL
    }

    private List<Member> members = List.of();

    void members(List<Member> all) {
        members = List.copyOf(all);
    }

    @Override
    public void check(Object structure, MemberPath path, Violations violations) {
        for (Member member : members) {
            Object value = member.field.getValueOrDefault(structure);
            if (value == null || value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap) {
                if (member.presence == Presence.REQUIRED) {
                    violations.addNull(path.member(member.step));
                }
            } else if (member.check != null && !violations.isFull()) {
                member.check.check(value, path.member(member.step), violations);
            }
        }
    }
}
