package io.millrace.cloudformation.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;

/**
 * What CloudFormation itself says about a stack.
 *
 * @param stackId the stack's ARN
 * @param notificationArns the topics that hear of its events
 */
public record PseudoParameters(
        String accountId, String region, String stackName, String stackId, List<String> notificationArns) {
    /** Copies the list. */
    public PseudoParameters {
        notificationArns = List.copyOf(notificationArns);
    }

    Optional<JsonNode> find(String name) {
        String text = switch (name) {
            case "AWS::AccountId" -> accountId;
            case "AWS::Partition" -> "aws";
            case "AWS::Region" -> region;
            case "AWS::StackId" -> stackId;
            case "AWS::StackName" -> stackName;
            case "AWS::URLSuffix" -> "amazonaws.com";
            default -> "";
        };
        if (name.equals("AWS::NotificationARNs")) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            notificationArns.forEach(list::add);
            return Optional.of(list);
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(JsonNodeFactory.instance.textNode(text));
    }

    /** The zones of a region: three, as nearly every region has. */
    static ArrayNode zones(String region) {
        return JsonNodeFactory.instance
                .arrayNode()
                .add(region + "a")
                .add(region + "b")
                .add(region + "c");
    }
}
