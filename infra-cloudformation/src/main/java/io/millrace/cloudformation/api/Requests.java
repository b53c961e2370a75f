package io.millrace.cloudformation.api;

import io.millrace.cloudformation.stack.OnFailure;
import io.millrace.cloudformation.stack.StackException;
import io.millrace.cloudformation.stack.StackInput;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.RollbackConfiguration;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/** Reads what several requests have in common. */
final class Requests {
    /** docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html: a template in a request. */
    private static final int MAX_BODY_BYTES = 51_200;

    private final TemplateSource source;

    Requests(TemplateSource source) {
        this.source = source;
    }

    static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    static boolean isTrue(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value);
    }

    /** Refuses a member of a request that is not supported. */
    static void refuse(boolean given, String member) {
        if (given) {
            throw StackException.invalid(member + " is not supported; leave it out");
        }
    }

    static void refuseTriggers(@Nullable RollbackConfiguration configuration) {
        refuse(configuration != null && !configuration.rollbackTriggers().isEmpty(), "RollbackConfiguration");
    }

    /** The template of a request; empty if it has none. */
    Optional<String> template(@Nullable String body, @Nullable String url) {
        if (body != null && url != null) {
            throw StackException.invalid("Specify exactly one of TemplateBody and TemplateURL");
        }
        if (url != null) {
            return Optional.of(source.fetch(url));
        }
        if (body != null && body.getBytes(StandardCharsets.UTF_8).length > MAX_BODY_BYTES) {
            throw StackException.invalid(
                    "1 validation error detected: Value at 'templateBody' failed to satisfy constraint:"
                            + " Member must have length less than or equal to " + MAX_BODY_BYTES);
        }
        return Optional.ofNullable(body);
    }

    /** The template of a request that must have one, or keep the stack's. */
    Optional<String> template(@Nullable String body, @Nullable String url, @Nullable Boolean previous) {
        Optional<String> template = template(body, url);
        if (template.isPresent() == isTrue(previous)) {
            throw StackException.invalid(
                    template.isPresent()
                            ? "You cannot specify both usePreviousTemplate and a template."
                            : "Either Template URL or Template Body must be specified.");
        }
        return template;
    }

    static StackInput input(
            Optional<String> template,
            List<Parameter> parameters,
            Optional<List<Tag>> tags,
            List<String> capabilities,
            Optional<List<String>> notificationArns,
            @Nullable String roleArn) {
        Map<String, String> values = new HashMap<>();
        Set<String> previous = new HashSet<>();
        for (Parameter parameter : parameters) {
            String key = text(parameter.parameterKey());
            if (!isTrue(parameter.usePreviousValue())) {
                values.put(key, text(parameter.parameterValue()));
            } else if (parameter.parameterValue() != null || !previous.add(key)) {
                throw StackException.invalid("Invalid input for parameter key " + key
                        + ". Cannot specify usePreviousValue as true and non empty value for a parameter");
            }
        }
        return new StackInput(
                template, values, previous, tags.map(Requests::tags), capabilities, notificationArns, text(roleArn));
    }

    private static Map<String, String> tags(List<Tag> tags) {
        Map<String, String> map = new LinkedHashMap<>();
        tags.forEach(tag -> map.put(text(tag.key()), text(tag.value())));
        return map;
    }

    /** What a failed operation leaves, from the two members that say it. */
    static OnFailure onFailure(@Nullable Boolean disableRollback, @Nullable String onFailure) {
        if (disableRollback != null && onFailure != null) {
            throw StackException.invalid("You can specify either OnFailure or DisableRollback, but not both.");
        }
        if (onFailure == null) {
            return isTrue(disableRollback) ? OnFailure.DO_NOTHING : OnFailure.ROLLBACK;
        }
        return onFailure("OnFailure", onFailure);
    }

    /** What the failure of a change set's stack leaves; DELETE is for creations only, as in API_CreateChangeSet. */
    static OnFailure onStackFailure(@Nullable String onStackFailure, ChangeSetType type) {
        if (onStackFailure == null) {
            return OnFailure.ROLLBACK;
        }
        OnFailure onFailure = onFailure("OnStackFailure", onStackFailure);
        if (onFailure == OnFailure.DELETE && type != ChangeSetType.CREATE) {
            throw StackException.invalid(
                    "OnStackFailure can be DELETE only if ChangeSetType is CREATE; choose ROLLBACK" + " or DO_NOTHING");
        }
        return onFailure;
    }

    private static OnFailure onFailure(String member, String value) {
        return switch (value) {
            case "DELETE" -> OnFailure.DELETE;
            case "DO_NOTHING" -> OnFailure.DO_NOTHING;
            case "ROLLBACK" -> OnFailure.ROLLBACK;
            default -> throw StackException.invalid(member + " must be DELETE, DO_NOTHING or ROLLBACK");
        };
    }
}
