package io.millrace.server.rule;

import io.millrace.server.resource.Documents;
import io.millrace.server.resource.ServiceArns;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.event.ruler.Machine;

/** The rules of the default bus and their targets, with the machine that finds the rules of an event. Thread-safe. */
public final class Rules {
    /** The one bus. */
    static final String BUS = "default";

    /** Between a rule's name and a target's id in the key of a target; neither may contain it. */
    private static final String SEPARATOR = "\n";

    private final Jdbi jdbi;
    private final Documents<DescribeRuleResponse> rules;
    private final Documents<Target> targets;
    private final ServiceArns arns;
    private final AtomicLong version = new AtomicLong();
    private volatile @Nullable Compiled compiled;

    /**
     * The rules in a database with the server's migrations.
     *
     * @param region of the rules' ARNs
     */
    public Rules(Jdbi jdbi, String region) {
        this.jdbi = jdbi;
        this.rules = new Documents<>(
                jdbi, "events/rule", DescribeRuleResponse.class, () -> (SdkPojo) DescribeRuleResponse.builder());
        this.targets = new Documents<>(jdbi, "events/target", Target.class, () -> (SdkPojo) Target.builder());
        this.arns = new ServiceArns("events", region);
    }

    private record Compiled(long version, Machine machine) {}

    String arn(String name) {
        return arns.of("rule/" + name);
    }

    String region() {
        return arns.region();
    }

    Jdbi jdbi() {
        return jdbi;
    }

    Optional<DescribeRuleResponse> find(String name) {
        return rules.find(name);
    }

    DescribeRuleResponse load(String name) {
        return find(name).orElseThrow(() -> RuleErrors.noRule(name));
    }

    List<DescribeRuleResponse> list(String prefix, String after, int limit) {
        return rules.list(prefix, after, limit);
    }

    int count() {
        return rules.count("");
    }

    void put(DescribeRuleResponse rule) {
        change(() -> rules.put(rule.name(), rule));
    }

    void delete(String name) {
        change(() -> rules.delete(name));
    }

    private void change(Runnable change) {
        jdbi.useTransaction(handle -> {
            change.run();
            handle.afterCommit(version::incrementAndGet);
        });
    }

    List<Target> targets(String rule) {
        return targets.all(rule + SEPARATOR);
    }

    List<Target> targetsAfter(String rule, String id, int limit) {
        return targets.list(rule + SEPARATOR, rule + SEPARATOR + id, limit);
    }

    void putTarget(String rule, Target target) {
        targets.put(rule + SEPARATOR + target.id(), target);
    }

    boolean removeTarget(String rule, String id) {
        return targets.delete(rule + SEPARATOR + id);
    }

    /** The enabled rules with a pattern. */
    List<DescribeRuleResponse> listening() {
        return rules.all("").stream()
                .filter(rule -> rule.state() == RuleState.ENABLED && rule.eventPattern() != null)
                .toList();
    }

    /** What finds the enabled rules of an event. */
    Machine machine() {
        long wanted = version.get();
        Compiled known = compiled;
        if (known != null && known.version == wanted) {
            return known.machine;
        }
        Map<String, String> patterns = new TreeMap<>();
        listening().forEach(rule -> patterns.put(rule.name(), rule.eventPattern()));
        Machine machine = EventPatterns.machine(patterns);
        compiled = new Compiled(wanted, machine);
        return machine;
    }
}
