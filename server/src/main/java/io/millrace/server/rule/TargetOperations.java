package io.millrace.server.rule;

import io.millrace.catalog.page.Page;
import io.millrace.server.delivery.TargetArns;
import io.millrace.server.resource.ServicePages;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetResponse;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** EventBridge's operations on the targets of rules. Thread-safe; each is one transaction. */
public final class TargetOperations {
    /** Targets of a rule (EventBridge quotas). */
    private static final int MAX_TARGETS = 5;

    private static final Set<String> TARGETS = Set.of(TargetArns.FUNCTION, TargetArns.TOPIC, TargetArns.PIPELINE);

    private final Rules rules;
    private final EventBus bus;
    private final ServicePages pages;

    /** Operations on the targets of these rules. */
    public TargetOperations(Rules rules, EventBus bus, ServicePages pages) {
        this.rules = rules;
        this.bus = bus;
        this.pages = pages;
    }

    /** Adds targets; those of the same ids are replaced. All or none. */
    public PutTargetsResponse putTargets(PutTargetsRequest request) {
        RuleOperations.requireDefaultBus(request.eventBusName());
        request.targets().forEach(TargetOperations::check);
        bus.catchUp();
        rules.jdbi().useTransaction(handle -> {
            rules.load(request.rule());
            request.targets().forEach(target -> rules.putTarget(request.rule(), target));
            if (rules.targets(request.rule()).size() > MAX_TARGETS) {
                throw RuleErrors.limit("The requested resource exceeds the maximum number allowed.");
            }
        });
        return PutTargetsResponse.builder().failedEntryCount(0).build();
    }

    private static void check(Target target) {
        String kind = TargetArns.kind(target.arn()).orElse("");
        if (!TARGETS.contains(kind)) {
            throw RuleErrors.unsupported("Target " + target.id() + " (" + target.arn()
                    + "), which is neither a function nor a topic nor a pipeline,");
        }
        if (kind.equals(TargetArns.PIPELINE) && target.roleArn() == null) {
            throw RuleErrors.invalid("RoleArn is required for target " + target.id() + ".");
        }
        refuse(target.deadLetterConfig(), "DeadLetterConfig (there are no queues)");
        refuse(target.ecsParameters(), "EcsParameters");
        refuse(target.kinesisParameters(), "KinesisParameters");
        refuse(target.runCommandParameters(), "RunCommandParameters");
        refuse(target.batchParameters(), "BatchParameters");
        refuse(target.sqsParameters(), "SqsParameters");
        refuse(target.httpParameters(), "HttpParameters");
        refuse(target.redshiftDataParameters(), "RedshiftDataParameters");
        refuse(target.sageMakerPipelineParameters(), "SageMakerPipelineParameters");
        refuse(target.appSyncParameters(), "AppSyncParameters");
        TargetInput.check(target);
    }

    private static void refuse(@Nullable Object member, String name) {
        if (member != null) {
            throw RuleErrors.unsupported(name);
        }
    }

    /** Removes targets; an id that is not there is told in the answer. */
    public RemoveTargetsResponse removeTargets(RemoveTargetsRequest request) {
        RuleOperations.requireDefaultBus(request.eventBusName());
        List<RemoveTargetsResultEntry> failed = new ArrayList<>();
        rules.jdbi().useTransaction(handle -> {
            rules.load(request.rule());
            for (String id : request.ids()) {
                if (!rules.removeTarget(request.rule(), id)) {
                    failed.add(RemoveTargetsResultEntry.builder()
                            .targetId(id)
                            .errorCode("ResourceNotFoundException")
                            .errorMessage("Target " + id + " does not exist.")
                            .build());
                }
            }
        });
        return RemoveTargetsResponse.builder()
                .failedEntryCount(failed.size())
                .failedEntries(failed)
                .build();
    }

    /** A page of a rule's targets by id. */
    public ListTargetsByRuleResponse listTargetsByRule(ListTargetsByRuleRequest request) {
        RuleOperations.requireDefaultBus(request.eventBusName());
        rules.load(request.rule());
        Page<Target> page = pages.page(
                "ListTargetsByRule/" + request.rule(),
                request.nextToken(),
                RuleOperations.limit(request.limit()),
                (after, most) -> rules.targetsAfter(request.rule(), after, most),
                Target::id);
        return ListTargetsByRuleResponse.builder()
                .targets(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    /** A page of the names of the rules that have a target. */
    public ListRuleNamesByTargetResponse listRuleNamesByTarget(ListRuleNamesByTargetRequest request) {
        RuleOperations.requireDefaultBus(request.eventBusName());
        Page<String> page = pages.page(
                "ListRuleNamesByTarget/" + request.targetArn(),
                request.nextToken(),
                RuleOperations.limit(request.limit()),
                (after, most) -> rules.list("", after, Integer.MAX_VALUE).stream()
                        .map(DescribeRuleResponse::name)
                        .filter(name -> rules.targets(name).stream()
                                .anyMatch(target -> target.arn().equals(request.targetArn())))
                        .limit(most)
                        .toList(),
                name -> name);
        return ListRuleNamesByTargetResponse.builder()
                .ruleNames(page.items())
                .nextToken(page.nextToken())
                .build();
    }
}
