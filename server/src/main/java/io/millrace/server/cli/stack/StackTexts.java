package io.millrace.server.cli.stack;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudformation.model.ChangeAction;
import software.amazon.awssdk.services.cloudformation.model.Replacement;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import software.amazon.awssdk.services.cloudformation.model.ResourceChangeDetail;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/** Changes and events as lines for people. */
final class StackTexts {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private StackTexts() {}

    static String event(StackEvent event) {
        String status = event.resourceStatusAsString();
        String reason = event.resourceStatusReason() == null ? "" : "  " + event.resourceStatusReason();
        return "%s  %s  %s  %s%s"
                .formatted(
                        Ink.QUIET.paint(TIME.format(event.timestamp())),
                        Ink.ofStatus(status).paint("%-36s".formatted(status)),
                        "%-28s".formatted(event.resourceType()),
                        event.logicalResourceId(),
                        reason);
    }

    static String change(ResourceChange change) {
        ChangeAction action = change.action();
        boolean replaced = action == ChangeAction.MODIFY && change.replacement() != Replacement.FALSE;
        String mark = action == ChangeAction.ADD ? "+" : action == ChangeAction.REMOVE ? "-" : replaced ? "!" : "~";
        String line = "  %s %-28s %s".formatted(mark, change.resourceType(), change.logicalResourceId());
        return (replaced ? Ink.BAD : Ink.of(action)).paint(line)
                + (replaced ? replacement(change) : "")
                + properties(change.details());
    }

    private static String replacement(ResourceChange change) {
        return change.replacement() == Replacement.CONDITIONAL ? "  may be replaced" : "  is replaced";
    }

    private static String properties(List<ResourceChangeDetail> details) {
        String names = details.stream()
                .map(ResourceChangeDetail::target)
                .filter(target -> target != null && target.name() != null)
                .map(target -> target.name())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : "  (" + names + ")";
    }
}
