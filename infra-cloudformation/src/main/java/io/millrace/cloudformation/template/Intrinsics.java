package io.millrace.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;

/** CloudFormation's intrinsic functions, in their long form. */
final class Intrinsics {
    static final String REF = "Ref";
    static final String GET_ATT = "Fn::GetAtt";
    static final String SUB = "Fn::Sub";
    static final String IF = "Fn::If";
    static final String FIND_IN_MAP = "Fn::FindInMap";
    static final String CONDITION = "Condition";
    static final String NO_VALUE = "AWS::NoValue";

    static final Set<String> PSEUDO_PARAMETERS = Set.of(
            "AWS::AccountId",
            "AWS::NotificationARNs",
            NO_VALUE,
            "AWS::Partition",
            "AWS::Region",
            "AWS::StackId",
            "AWS::StackName",
            "AWS::URLSuffix");

    private static final Set<String> FUNCTIONS = Set.of(
            "Fn::And",
            "Fn::Base64",
            "Fn::Cidr",
            "Fn::Equals",
            FIND_IN_MAP,
            "Fn::ForEach",
            "Fn::GetAZs",
            GET_ATT,
            IF,
            "Fn::ImportValue",
            "Fn::Join",
            "Fn::Length",
            "Fn::Not",
            "Fn::Or",
            "Fn::Select",
            "Fn::Split",
            SUB,
            "Fn::ToJsonString",
            "Fn::Transform",
            REF);
    private static final Set<String> GIVE_TEXT =
            Set.of("Fn::Base64", "Fn::Join", SUB, "Fn::ToJsonString", "Fn::ImportValue");

    private Intrinsics() {}

    /** The function that a value calls: a map with one key that is {@code Ref} or starts with {@code Fn::}. */
    static Optional<String> function(JsonNode value) {
        if (!value.isObject() || value.size() != 1) {
            return Optional.empty();
        }
        String key = value.fieldNames().next();
        return key.equals(REF) || key.startsWith("Fn::") ? Optional.of(key) : Optional.empty();
    }

    static boolean isKnown(String function) {
        return FUNCTIONS.contains(function);
    }

    /** Whether the function can only give text, never a list or a map. */
    static boolean givesText(String function) {
        return GIVE_TEXT.contains(function);
    }

    static boolean isNoValue(JsonNode value) {
        return value.path(REF).asText().equals(NO_VALUE);
    }
}
