package io.millrace.cloudformation.stack;

/** Tells a stack's topics of its events. */
@FunctionalInterface
public interface StackNotifications {
    /** Sends an event; must not wait for a slow receiver and must not throw if a topic is gone. */
    void publish(String topicArn, StackEvent event);

    /** Tells nobody. */
    static StackNotifications none() {
        return (topic, event) -> {};
    }
}
