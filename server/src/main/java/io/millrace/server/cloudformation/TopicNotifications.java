package io.millrace.server.cloudformation;

import io.millrace.cloudformation.stack.StackEvent;
import io.millrace.cloudformation.stack.StackNotifications;
import io.millrace.server.topic.TopicFamily;
import io.millrace.server.wire.ServiceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells topics of stacks' events, in the lines of CloudFormation's own messages. Thread-safe. */
public final class TopicNotifications implements StackNotifications {
    private static final Logger LOG = LoggerFactory.getLogger(TopicNotifications.class);
    private static final String SUBJECT = "AWS CloudFormation Notification";

    private final TopicFamily topics;

    /** Notifications to these topics. */
    public TopicNotifications(TopicFamily topics) {
        this.topics = topics;
    }

    @Override
    public void publish(String topicArn, StackEvent event) {
        try {
            topics.send(topicArn, SUBJECT, text(event));
        } catch (ServiceException e) {
            LOG.warn("The event {} of {} is not told: {}", event.id(), event.stackName(), e.getMessage());
        }
    }

    private static String text(StackEvent event) {
        return line("StackId", event.stackId())
                + line("Timestamp", event.time().toString())
                + line("EventId", event.id())
                + line("LogicalResourceId", event.logicalId())
                + line("PhysicalResourceId", event.physicalId())
                + line("ResourceStatus", event.status())
                + line("ResourceStatusReason", event.reason())
                + line("ResourceType", event.type())
                + line("StackName", event.stackName())
                + line("ClientRequestToken", event.token());
    }

    private static String line(String name, String value) {
        return name + "='" + value + "'\n";
    }
}
