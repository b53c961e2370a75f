package io.millrace.cloudformation.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the names that a value uses. */
public final class ReferenceWalk {
    private final @Nullable Predicate<String> conditions;
    private final Consumer<Reference> found;

    /** Follows only the branches of {@code Fn::If} that these conditions take. */
    public ReferenceWalk(Predicate<String> conditions, Consumer<Reference> found) {
        this.conditions = conditions;
        this.found = found;
    }

    /** Follows both branches of {@code Fn::If}. */
    public ReferenceWalk(Consumer<Reference> found) {
        this.conditions = null;
        this.found = found;
    }

    /** Gives every name that the value uses, in its order. */
    public void walk(JsonNode value) {
        Optional<String> function = Functions.named(value);
        if (function.isEmpty()) {
            value.forEach(this::walk);
            return;
        }
        JsonNode argument = value.path(function.get());
        switch (function.get()) {
            case "Ref" -> found.accept(new Reference(argument.asText(), ""));
            case "Fn::GetAtt" -> getAtt(argument);
            case "Fn::Sub" -> sub(argument);
            case "Fn::If" -> choose(argument);
            default -> argument.forEach(this::walk);
        }
    }

    private void getAtt(JsonNode argument) {
        found.accept(
                argument.isTextual()
                        ? Reference.parse(argument.asText())
                        : new Reference(
                                argument.path(0).asText(), argument.path(1).asText()));
        argument.forEach(this::walk);
    }

    private void sub(JsonNode argument) {
        JsonNode own = argument.path(1);
        String text = argument.isArray() ? argument.path(0).asText() : argument.asText();
        for (String variable : SubText.variables(text)) {
            if (!own.has(variable)) {
                found.accept(Reference.parse(variable));
            }
        }
        own.forEach(this::walk);
    }

    private void choose(JsonNode argument) {
        if (conditions == null || !argument.path(0).isTextual()) {
            walk(argument.path(1));
            walk(argument.path(2));
        } else {
            walk(argument.path(conditions.test(argument.path(0).asText()) ? 1 : 2));
        }
    }
}
