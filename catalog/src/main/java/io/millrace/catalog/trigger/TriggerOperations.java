package io.millrace.catalog.trigger;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.page.Page;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import io.millrace.catalog.tag.Tags;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.BatchGetTriggersRequest;
import software.amazon.awssdk.services.glue.model.BatchGetTriggersResponse;
import software.amazon.awssdk.services.glue.model.CreateTriggerRequest;
import software.amazon.awssdk.services.glue.model.CreateTriggerResponse;
import software.amazon.awssdk.services.glue.model.DeleteTriggerRequest;
import software.amazon.awssdk.services.glue.model.DeleteTriggerResponse;
import software.amazon.awssdk.services.glue.model.GetTriggerRequest;
import software.amazon.awssdk.services.glue.model.GetTriggerResponse;
import software.amazon.awssdk.services.glue.model.GetTriggersRequest;
import software.amazon.awssdk.services.glue.model.GetTriggersResponse;
import software.amazon.awssdk.services.glue.model.ListTriggersRequest;
import software.amazon.awssdk.services.glue.model.ListTriggersResponse;
import software.amazon.awssdk.services.glue.model.StartTriggerRequest;
import software.amazon.awssdk.services.glue.model.StartTriggerResponse;
import software.amazon.awssdk.services.glue.model.StopTriggerRequest;
import software.amazon.awssdk.services.glue.model.StopTriggerResponse;
import software.amazon.awssdk.services.glue.model.Trigger;
import software.amazon.awssdk.services.glue.model.TriggerState;
import software.amazon.awssdk.services.glue.model.TriggerType;
import software.amazon.awssdk.services.glue.model.UpdateTriggerRequest;
import software.amazon.awssdk.services.glue.model.UpdateTriggerResponse;

/**
 * The Glue operations on triggers. Unlike Glue, a trigger may name jobs and crawlers that do not exist yet, and changes of
 * state are done when the call returns (no CREATING, ACTIVATING, …). Thread-safe.
 */
public final class TriggerOperations {
    /** The maximum of {@code MaxResults} (Glue API model, {@code OrchestrationPageSize200}), and its default. */
    private static final int MAX_PAGE_SIZE = 200;

    private final PageTokens tokens;
    private final TriggerStore store;
    private final TriggerEngine engine;
    private final InstantSource clock;

    /** Operations on the triggers in {@code store}, which {@code engine} fires. */
    public TriggerOperations(TriggerStore store, PageTokens tokens, TriggerEngine engine, InstantSource clock) {
        this.store = store;
        this.tokens = tokens;
        this.engine = engine;
        this.clock = clock;
    }

    /** Makes a trigger. The same definition again changes nothing; another one under the same name is refused. */
    public CreateTriggerResponse createTrigger(CreateTriggerRequest request) {
        boolean start = Boolean.TRUE.equals(request.startOnCreation());
        if (start && request.type() == TriggerType.ON_DEMAND) {
            throw new CatalogException(
                    CatalogErrorCode.INVALID_INPUT, "StartOnCreation is not supported for ON_DEMAND triggers.");
        }
        Trigger.Builder builder = Trigger.builder();
        SdkJsonReader.readInto(SdkJsonWriter.write(request), builder);
        Trigger trigger = builder.state(start ? TriggerState.ACTIVATED : TriggerState.CREATED)
                .build();
        TriggerDefinitions.check(trigger);
        Map<String, String> tags = Tags.checked(request.tags());
        store.write(transaction -> {
            if (trigger.workflowName() != null) {
                WorkflowRuns.load(transaction, trigger.workflowName());
            }
            if (!transaction.triggers().insert(trigger, clock.instant(), tags)) {
                refuseOther(transaction, trigger, tags);
            }
            return trigger;
        });
        return CreateTriggerResponse.builder().name(trigger.name()).build();
    }

    private static void refuseOther(TriggerTransaction transaction, Trigger trigger, Map<String, String> tags) {
        Trigger existing = load(transaction, trigger.name());
        boolean same = existing.toBuilder().state(trigger.state()).build().equals(trigger)
                && transaction.triggers().tags(trigger.name()).equals(tags);
        if (!same) {
            throw new CatalogException(
                    CatalogErrorCode.IDEMPOTENT_PARAMETER_MISMATCH,
                    "Trigger with name '%s' already submitted with different configuration".formatted(trigger.name()));
        }
    }

    /** One trigger. */
    public GetTriggerResponse getTrigger(GetTriggerRequest request) {
        Trigger trigger = store.read(transaction -> load(transaction, request.name()));
        return GetTriggerResponse.builder().trigger(trigger).build();
    }

    /** A page of triggers in order of their names. */
    public GetTriggersResponse getTriggers(GetTriggersRequest request) {
        int pageSize = pageSize(request.maxResults());
        Page<Trigger> page = list("GetTriggers", request.nextToken(), pageSize, request.dependentJobName(), Map.of());
        return GetTriggersResponse.builder()
                .triggers(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    /** A page of names. */
    public ListTriggersResponse listTriggers(ListTriggersRequest request) {
        int pageSize = pageSize(request.maxResults());
        Page<Trigger> page =
                list("ListTriggers", request.nextToken(), pageSize, request.dependentJobName(), request.tags());
        return ListTriggersResponse.builder()
                .triggerNames(page.items().stream().map(Trigger::name).toList())
                .nextToken(page.nextToken())
                .build();
    }

    /** Several triggers, and the names that have none. */
    public BatchGetTriggersResponse batchGetTriggers(BatchGetTriggersRequest request) {
        List<Trigger> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        store.read(transaction -> {
            for (String name : request.triggerNames()) {
                transaction.triggers().find(name).ifPresentOrElse(found::add, () -> missing.add(name));
            }
            return found;
        });
        return BatchGetTriggersResponse.builder()
                .triggers(found)
                .triggersNotFound(missing)
                .build();
    }

    /** Replaces the definition wholly; type and state stay. What the trigger has seen so far is forgotten. */
    public UpdateTriggerResponse updateTrigger(UpdateTriggerRequest request) {
        Trigger updated = store.write(transaction -> {
            Trigger existing = load(transaction, request.name());
            Trigger.Builder builder = Trigger.builder();
            SdkJsonReader.readInto(SdkJsonWriter.write(request.triggerUpdate()), builder);
            Trigger trigger = builder.name(existing.name())
                    .type(existing.type())
                    .workflowName(existing.workflowName())
                    .state(existing.state())
                    .build();
            TriggerDefinitions.check(trigger);
            transaction.triggers().update(trigger, clock.instant());
            transaction.watches().clear(trigger.name());
            return trigger;
        });
        return UpdateTriggerResponse.builder().trigger(updated).build();
    }

    /** Removes the trigger; no error if there is none. */
    public DeleteTriggerResponse deleteTrigger(DeleteTriggerRequest request) {
        store.write(transaction -> transaction.triggers().delete(request.name()));
        return DeleteTriggerResponse.builder().name(request.name()).build();
    }

    /** Fires an ON_DEMAND trigger; activates any other, which forgets what it has seen before. */
    public StartTriggerResponse startTrigger(StartTriggerRequest request) {
        boolean fired = store.write(transaction -> {
            Trigger trigger = load(transaction, request.name());
            if (trigger.type() == TriggerType.ON_DEMAND) {
                engine.fire(transaction, trigger);
                return true;
            }
            if (trigger.state() != TriggerState.ACTIVATED) {
                changeState(transaction, trigger, TriggerState.ACTIVATED);
            }
            return false;
        });
        if (fired) {
            engine.dispatchSoon();
        }
        return StartTriggerResponse.builder().name(request.name()).build();
    }

    /** Deactivates the trigger. One that is not activated stays as it is. */
    public StopTriggerResponse stopTrigger(StopTriggerRequest request) {
        store.write(transaction -> {
            Trigger trigger = load(transaction, request.name());
            if (trigger.state() == TriggerState.ACTIVATED) {
                changeState(transaction, trigger, TriggerState.DEACTIVATED);
            }
            return trigger;
        });
        return StopTriggerResponse.builder().name(request.name()).build();
    }

    private void changeState(TriggerTransaction transaction, Trigger trigger, TriggerState state) {
        transaction.triggers().update(trigger.toBuilder().state(state).build(), clock.instant());
        transaction.watches().clear(trigger.name());
    }

    private Page<Trigger> list(
            String scope,
            @Nullable String token,
            int pageSize,
            @Nullable String dependentJob,
            Map<String, String> tags) {
        return tokens.page(
                scope,
                token,
                pageSize,
                (key, limit) -> list(key.isEmpty() ? "" : key.get(0), limit, dependentJob, tags),
                trigger -> List.of(trigger.name()));
    }

    private List<Trigger> list(String after, int limit, @Nullable String dependentJob, Map<String, String> tags) {
        return store.read(transaction -> {
            Predicate<Trigger> startsJob = trigger -> trigger.actions().stream()
                    .anyMatch(action ->
                            action.jobName() != null && action.jobName().equals(dependentJob));
            // API reference: if there is no trigger for the job, all triggers are returned.
            boolean all = dependentJob == null
                    || transaction.triggers().list("", 1, startsJob).isEmpty();
            Predicate<Trigger> hasTags = trigger -> tags.isEmpty()
                    || transaction.triggers().tags(trigger.name()).entrySet().containsAll(tags.entrySet());
            return transaction.triggers().list(after, limit, all ? hasTags : startsJob.and(hasTags));
        });
    }

    private static Trigger load(TriggerTransaction transaction, String name) {
        return transaction
                .triggers()
                .find(name)
                .orElseThrow(() -> new CatalogException(
                        CatalogErrorCode.ENTITY_NOT_FOUND, "Trigger %s not found.".formatted(name)));
    }

    private static int pageSize(@Nullable Integer maxResults) {
        return maxResults == null ? MAX_PAGE_SIZE : Math.max(1, Math.min(maxResults, MAX_PAGE_SIZE));
    }
}
