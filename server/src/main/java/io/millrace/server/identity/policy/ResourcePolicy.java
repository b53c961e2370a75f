package io.millrace.server.identity.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The policy of one resource, such as a KMS key: who may do what with it. A statement that names the account leaves the decision to IAM's
 * policies; one that names a user or role decides alone. {@code NotPrincipal}, {@code NotAction}, other resources than {@code *} and
 * conditions on keys that are not known here are refused when it is put. Immutable.
 */
public final class ResourcePolicy {
    /** KMS Developer Guide, "Quotas": key policy document size. */
    private static final int MAX_CHARACTERS = 32_768;

    private static final String CALLER_ACCOUNT = "kms:calleraccount";

    private final List<PrincipalStatement> statements;

    /** What a resource's policy says to a call. */
    public enum Verdict {
        ALLOWED,
        /** Allowed to the account: IAM's policies of the caller must allow it, too. */
        DELEGATED,
        NOT_ALLOWED,
        DENIED
    }

    private ResourcePolicy(List<PrincipalStatement> statements) {
        this.statements = statements;
    }

    /**
     * Reads a resource's policy.
     *
     * @throws MalformedPolicyException saying what is wrong and where
     */
    public static ResourcePolicy parse(String json) {
        if (json.length() > MAX_CHARACTERS) {
            throw new MalformedPolicyException("The policy has more than " + MAX_CHARACTERS + " characters.");
        }
        List<PrincipalStatement> statements =
                PrincipalStatement.parse(json, key -> Caller.knows(key) || key.equals(CALLER_ACCOUNT));
        for (int i = 0; i < statements.size(); i++) {
            if (!Set.of("*").containsAll(statements.get(i).resources())) {
                throw PolicyForm.malformed(
                        "Statement[" + i + "].Resource", "must be *, which means this very resource");
            }
        }
        return new ResourcePolicy(statements.stream()
                .map(statement -> new PrincipalStatement(
                        withoutPaths(statement.who()), statement.actions(), statement.resources()))
                .toList());
    }

    private static TrustStatement withoutPaths(TrustStatement who) {
        return new TrustStatement(
                who.effect(),
                who.principals().stream().map(ResourcePolicy::withoutPath).collect(Collectors.toUnmodifiableSet()),
                who.conditions());
    }

    /** A session's ARN does not tell its role's path. */
    private static String withoutPath(String principal) {
        return principal.replaceFirst(":role/.*/", ":role/");
    }

    /**
     * What it says to an action of somebody.
     *
     * @param action such as {@code kms:Decrypt}
     */
    public Verdict decide(String action, Caller caller) {
        Set<String> direct = Set.copyOf(List.of(caller.arn(), Caller.roleArn(caller.arn())));
        Function<String, Optional<String>> values =
                key -> caller.value(key.equals(CALLER_ACCOUNT) ? "aws:PrincipalAccount" : key);
        Verdict verdict = Verdict.NOT_ALLOWED;
        for (PrincipalStatement statement : statements) {
            if (isAbout(statement, action, direct, values)) {
                if (statement.who().effect() == PolicyStatement.Effect.DENY) {
                    return Verdict.DENIED;
                }
                boolean named = statement.who().principals().stream()
                        .anyMatch(principal -> principal.equals("*") || direct.contains(principal));
                verdict = named || verdict == Verdict.ALLOWED ? Verdict.ALLOWED : Verdict.DELEGATED;
            }
        }
        return verdict;
    }

    private static boolean isAbout(
            PrincipalStatement statement,
            String action,
            Set<String> principals,
            Function<String, Optional<String>> values) {
        return statement.hasAction(action)
                && statement.who().names(principals)
                && statement.who().conditions().stream().allMatch(condition -> condition.holds(values));
    }
}
