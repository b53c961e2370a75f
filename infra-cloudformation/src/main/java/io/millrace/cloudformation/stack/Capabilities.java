package io.millrace.cloudformation.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cloudformation.evaluate.LanguageExtensions;
import io.millrace.cloudformation.template.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a caller must acknowledge before a template is applied.
 *
 * @param needed such as {@code CAPABILITY_IAM}
 * @param reason empty if nothing is needed
 */
public record Capabilities(List<String> needed, String reason) {
    private static final String IAM = "CAPABILITY_IAM";
    private static final String NAMED_IAM = "CAPABILITY_NAMED_IAM";
    private static final String AUTO_EXPAND = "CAPABILITY_AUTO_EXPAND";

    /** The types that give rights, with the property that names them. */
    private static final Map<String, Optional<String>> IAM_TYPES = Map.of(
            "AWS::IAM::AccessKey", Optional.empty(),
            "AWS::IAM::Group", Optional.of("GroupName"),
            "AWS::IAM::InstanceProfile", Optional.of("InstanceProfileName"),
            "AWS::IAM::ManagedPolicy", Optional.of("ManagedPolicyName"),
            "AWS::IAM::Policy", Optional.empty(),
            "AWS::IAM::Role", Optional.of("RoleName"),
            "AWS::IAM::User", Optional.of("UserName"),
            "AWS::IAM::UserToGroupAddition", Optional.empty());

    /** Copies the list. */
    public Capabilities {
        needed = List.copyOf(needed);
    }

    /** What a template needs. */
    public static Capabilities of(Template template) {
        List<String> types = new ArrayList<>();
        boolean named = false;
        for (Map.Entry<String, JsonNode> entry : template.entries("Resources")) {
            String type = entry.getValue().path("Type").asText();
            Optional<String> property = IAM_TYPES.getOrDefault(type, Optional.empty());
            if (IAM_TYPES.containsKey(type)) {
                types.add(type);
            }
            named |= property.isPresent() && entry.getValue().path("Properties").has(property.get());
        }
        List<String> needed = new ArrayList<>();
        if (!types.isEmpty()) {
            needed.add(named ? NAMED_IAM : IAM);
        }
        if (LanguageExtensions.isUsedBy(template)) {
            needed.add(AUTO_EXPAND);
        }
        return new Capabilities(
                needed,
                types.isEmpty()
                        ? ""
                        : "The following resource(s) require capabilities: "
                                + types.stream().distinct().sorted().toList());
    }

    /**
     * Holds the acknowledged against the needed ones.
     *
     * @param expansion whether the caller asks for the transform to be applied at once, as opposed to a change set that shows it first
     */
    void check(List<String> acknowledged, Expansion expansion) {
        Set<String> given = Set.copyOf(acknowledged);
        for (String capability : needed) {
            boolean has = given.contains(capability)
                    || (capability.equals(IAM) && given.contains(NAMED_IAM))
                    || (capability.equals(AUTO_EXPAND) && expansion == Expansion.SHOWN_FIRST);
            if (!has) {
                throw new StackException(
                        StackException.Code.INSUFFICIENT_CAPABILITIES, "Requires capabilities : [" + capability + "]");
            }
        }
    }

    /** When a transform is applied. */
    enum Expansion {
        /** With the call. */
        AT_ONCE,
        /** A change set shows what came of it. */
        SHOWN_FIRST
    }
}
