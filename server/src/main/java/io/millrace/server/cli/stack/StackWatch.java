package io.millrace.server.cli.stack;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsResponse;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/** Follows a stack until it has come to rest, and prints its events as they happen. */
final class StackWatch {
    private final CloudFormationClient stacks;
    private final PrintWriter out;
    private final Pause pause;
    private final Set<String> seen = new HashSet<>();

    StackWatch(CloudFormationClient stacks, PrintWriter out, Pause pause) {
        this.stacks = stacks;
        this.out = out;
        this.pause = pause;
    }

    /** The stack of a name or id; empty if there is none. */
    static Optional<Stack> find(CloudFormationClient stacks, String name) {
        try {
            return stacks.describeStacks(r -> r.stackName(name)).stacks().stream()
                    .findFirst();
        } catch (CloudFormationException e) {
            // CloudFormation has no error of its own for this (API reference, DescribeStacks).
            String message = e.awsErrorDetails() == null
                    ? ""
                    : String.valueOf(e.awsErrorDetails().errorMessage());
            if (message.contains("does not exist")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** What has happened until now is not printed. */
    void skipOld(String stackId) {
        news(stackId);
    }

    /** Waits and prints; returns the last status, {@code DELETE_COMPLETE} also if the stack is not even known any more. */
    String follow(String stackId) {
        while (true) {
            String status =
                    find(stacks, stackId).map(Stack::stackStatusAsString).orElse("DELETE_COMPLETE");
            // The events are asked for after the status: so those of the end are not missed.
            news(stackId).forEach(this::print);
            if (!status.endsWith("_IN_PROGRESS")) {
                return status;
            }
            pause.untilNextLook();
        }
    }

    /** The events that were not seen before, the oldest first. */
    private List<StackEvent> news(String stackId) {
        List<StackEvent> news = new ArrayList<>();
        String token = null;
        do {
            String next = token;
            DescribeStackEventsResponse page =
                    stacks.describeStackEvents(r -> r.stackName(stackId).nextToken(next));
            List<StackEvent> fresh = page.stackEvents().stream()
                    .filter(event -> seen.add(event.eventId()))
                    .toList();
            news.addAll(fresh);
            // The newest come first: what follows something known is known.
            token = fresh.size() == page.stackEvents().size() ? page.nextToken() : null;
        } while (token != null);
        Collections.reverse(news);
        return news;
    }

    private void print(StackEvent event) {
        out.println(StackTexts.event(event));
        out.flush();
    }
}
