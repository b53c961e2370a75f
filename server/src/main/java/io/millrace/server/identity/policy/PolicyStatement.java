package io.millrace.server.identity.policy;

import java.util.List;
import java.util.Locale;

/**
 * One statement.
 *
 * @param effect what it does to the calls it is about
 * @param actions patterns in lower case
 * @param actionsListed whether they are those it is about, or those it is not about
 * @param resources patterns
 * @param resourcesListed whether they are those it is about, or those it is not about
 * @param conditions all must hold
 */
record PolicyStatement(
        Effect effect,
        List<WildcardPattern> actions,
        Listed actionsListed,
        List<ArnPattern> resources,
        Listed resourcesListed,
        List<PolicyCondition> conditions) {
    enum Effect {
        ALLOW,
        DENY
    }

    /** {@code Action} or {@code NotAction}, {@code Resource} or {@code NotResource}. */
    enum Listed {
        INCLUDED,
        EXCLUDED
    }

    PolicyStatement {
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
        conditions = List.copyOf(conditions);
    }

    boolean isAbout(String action, ResourceArn resource, Caller caller) {
        return isAboutAction(action)
                && isAboutResource(resource)
                && conditions.stream().allMatch(condition -> condition.holds(caller));
    }

    private boolean isAboutAction(String action) {
        String name = action.toLowerCase(Locale.ROOT);
        return actions.stream().anyMatch(pattern -> pattern.matches(name)) == (actionsListed == Listed.INCLUDED);
    }

    /** A set of resources is allowed only as a whole, and denied if any of it is. */
    private boolean isAboutResource(ResourceArn resource) {
        boolean wholeSet = effect == Effect.ALLOW;
        if (resourcesListed == Listed.INCLUDED) {
            return resources.stream()
                    .anyMatch(pattern -> wholeSet ? pattern.covers(resource) : pattern.meets(resource));
        }
        return resources.stream().noneMatch(pattern -> wholeSet ? pattern.meets(resource) : pattern.covers(resource));
    }
}
