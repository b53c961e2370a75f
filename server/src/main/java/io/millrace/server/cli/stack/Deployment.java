package io.millrace.server.cli.stack;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** One deployment: a change set is made, shown, carried out, and followed to its end. */
final class Deployment {
    private final CloudFormationClient stacks;
    private final PrintWriter out;
    private final Pause pause;

    /** How it went. */
    enum Result {
        DONE,
        NOTHING_TO_DO,
        SHOWN,
        FAILED
    }

    /** What follows the look at the changes. */
    enum Mode {
        EXECUTE,
        SHOW
    }

    Deployment(CloudFormationClient stacks, PrintWriter out, Pause pause) {
        this.stacks = stacks;
        this.out = out;
        this.pause = pause;
    }

    /** @param draft all but the type of the change set and the values that the stack has already */
    Result run(CreateChangeSetRequest draft, ParameterOverrides overrides, Mode mode) {
        String name = draft.stackName();
        Optional<Stack> existing =
                StackWatch.find(stacks, name).filter(stack -> stack.stackStatus() != StackStatus.REVIEW_IN_PROGRESS);
        CreateChangeSetRequest request = draft.toBuilder()
                .changeSetType(existing.isPresent() ? ChangeSetType.UPDATE : ChangeSetType.CREATE)
                .parameters(overrides.merge(
                        stacks.getTemplateSummary(r ->
                                        r.templateBody(draft.templateBody()).templateURL(draft.templateURL()))
                                .parameters(),
                        existing.map(Stack::parameters).orElse(List.of())))
                .build();
        CreateChangeSetResponse made = stacks.createChangeSet(request);
        List<Change> changes = new ArrayList<>();
        DescribeChangeSetResponse set = awaited(made.id(), changes);
        if (set.status() != ChangeSetStatus.CREATE_COMPLETE) {
            return refused(name, set);
        }
        out.println("Changes of the stack " + name + ":");
        changes.forEach(change -> out.println(StackTexts.change(change.resourceChange())));
        out.flush();
        if (mode == Mode.SHOW) {
            out.println("Nothing was changed. The change set is " + made.id());
            return Result.SHOWN;
        }
        return executed(made);
    }

    private DescribeChangeSetResponse awaited(String changeSet, List<Change> changes) {
        DescribeChangeSetResponse page = stacks.describeChangeSet(r -> r.changeSetName(changeSet));
        while (page.status() == ChangeSetStatus.CREATE_PENDING || page.status() == ChangeSetStatus.CREATE_IN_PROGRESS) {
            pause.untilNextLook();
            page = stacks.describeChangeSet(r -> r.changeSetName(changeSet));
        }
        changes.addAll(page.changes());
        while (page.nextToken() != null) {
            String token = page.nextToken();
            page = stacks.describeChangeSet(r -> r.changeSetName(changeSet).nextToken(token));
            changes.addAll(page.changes());
        }
        return page;
    }

    private Result refused(String name, DescribeChangeSetResponse set) {
        String reason = String.valueOf(set.statusReason());
        stacks.deleteChangeSet(r -> r.changeSetName(set.changeSetId()));
        // The AWS CLI knows it by these words, too.
        if (reason.contains("didn't contain changes") || reason.contains("No updates are to be performed")) {
            out.println("The stack " + name + " is as the template says; there is nothing to change.");
            return Result.NOTHING_TO_DO;
        }
        out.println(Ink.BAD.paint("The change set could not be made: " + reason));
        return Result.FAILED;
    }

    private Result executed(CreateChangeSetResponse made) {
        StackWatch watch = new StackWatch(stacks, out, pause);
        watch.skipOld(made.stackId());
        stacks.executeChangeSet(r -> r.changeSetName(made.id()));
        String status = watch.follow(made.stackId());
        out.println(Ink.ofStatus(status).paint(status));
        if (!status.equals("CREATE_COMPLETE") && !status.equals("UPDATE_COMPLETE")) {
            return Result.FAILED;
        }
        StackWatch.find(stacks, made.stackId())
                .map(Stack::outputs)
                .orElse(List.of())
                .forEach(this::print);
        return Result.DONE;
    }

    private void print(Output output) {
        out.println("  " + output.outputKey() + " = " + output.outputValue());
    }
}
