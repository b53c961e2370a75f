package io.millrace.server.wire.validation;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a value stands in a request, as AWS writes it: {@code tableInput.storageDescriptor.columns.1.member.name}, list
 * positions from 1. Only text when it is needed.
 */
record MemberPath(@Nullable MemberPath parent, String step) {
    static final MemberPath ROOT = new MemberPath(null, "");

    /** How a member of the API model is written in a path: {@code DatabaseInput} as {@code databaseInput}. */
    static String step(String memberName) {
        return memberName.substring(0, 1).toLowerCase(Locale.ROOT) + memberName.substring(1);
    }

    MemberPath member(String step) {
        return new MemberPath(this, step);
    }

    MemberPath element(int index) {
        return new MemberPath(this, (index + 1) + ".member");
    }

    MemberPath entry(String key) {
        return new MemberPath(this, key + ".member");
    }

    @Override
    public String toString() {
        return parent == null || parent.step.isEmpty() ? step : parent + "." + step;
    }
}
