package io.millrace.server.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;

/** Does every kind of action: waits until the test says how it ends. */
final class ScriptedActions implements ActionProvider {
    final Map<String, ActionStep> ends = new ConcurrentHashMap<>();
    final List<String> started = new CopyOnWriteArrayList<>();
    final List<String> abandoned = new CopyOnWriteArrayList<>();

    @Override
    public Set<String> types() {
        return Set.of("Source/S3", "Build/CodeBuild", "Deploy/CloudFormation", "Approval/Manual");
    }

    @Override
    public void check(ActionDeclaration declaration) {}

    @Override
    public ActionStep start(ActionContext context) {
        started.add(context.declaration().name() + context.configuration().getOrDefault("Say", ""));
        return look(context);
    }

    @Override
    public ActionStep look(ActionContext context) {
        return Optional.ofNullable(ends.get(context.declaration().name()))
                .orElseGet(() -> new ActionStep.Waiting("", "waiting"));
    }

    @Override
    public void abandon(ActionContext context) {
        abandoned.add(context.declaration().name());
    }

    void succeed(String... actions) {
        for (String action : actions) {
            ends.put(action, new ActionStep.Succeeded("", "", "r1", Map.of("Word", "hello")));
        }
    }

    void fail(String action) {
        ends.put(action, ActionStep.Failed.of("broken"));
    }
}
