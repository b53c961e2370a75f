package io.millrace.server.identity.access;

import io.millrace.server.identity.Identities;
import io.millrace.server.identity.access.KeyPolicies.KeyPolicy;
import io.millrace.server.identity.policy.Caller;
import io.millrace.server.identity.policy.Policy;
import io.millrace.server.identity.policy.PolicyDecision;
import io.millrace.server.identity.policy.ResourceArn;
import io.millrace.server.identity.policy.ResourcePolicy;
import io.millrace.server.identity.policy.ResourcePolicy.Verdict;
import io.millrace.server.wire.CallAuthorizer;
import io.millrace.server.wire.CallContext;
import io.millrace.server.wire.CallDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.ReEncryptRequest;

/**
 * Asks a KMS key's own policy beside IAM's: it alone opens a key, to those whom it names, or to the account and so to IAM's policies (KMS
 * Developer Guide, "Determining access to KMS keys"). A key that is not there is left to the operation, if IAM allows the call. Thread-safe.
 */
public final class KeyAuthorizer implements CallAuthorizer {
    private static final String SERVICE = "kms";

    /** Calls about no one key. */
    private static final Set<String> WITHOUT_KEY = Set.of("CreateKey", "ListKeys", "ListAliases");

    /** Calls about an alias, which IAM must allow, and its key. */
    private static final Map<String, String> ALIAS_CALLS = Map.of(
            "CreateAlias", "TargetKeyId",
            "UpdateAlias", "TargetKeyId",
            "DeleteAlias", "AliasName");

    private final CallAuthorizer others;
    private final Identities identities;
    private final KeyPolicies keys;

    /** What one call needs of one key. */
    private record Need(String action, KeyPolicy key) {}

    /** @param others decides about all calls that are about no key */
    public KeyAuthorizer(CallAuthorizer others, Identities identities, KeyPolicies keys) {
        this.others = others;
        this.identities = identities;
        this.keys = keys;
    }

    @Override
    public List<String> authorize(CallContext context, SdkPojo request) {
        if (!context.service().equals(SERVICE) || WITHOUT_KEY.contains(context.operation())) {
            return others.authorize(context, request);
        }
        List<String> resources = new ArrayList<>();
        List<Need> needs = needs(context.operation(), request);
        if (needs.isEmpty() || ALIAS_CALLS.containsKey(context.operation())) {
            resources.addAll(others.authorize(context, request));
        }
        needs.forEach(need -> resources.add(need.key().keyArn()));
        needs.forEach(need -> check(context, need, resources));
        return resources;
    }

    private List<Need> needs(String operation, SdkPojo request) {
        List<Need> needs = new ArrayList<>();
        if (request instanceof DecryptRequest decrypt) {
            of(decrypt.ciphertextBlob()).ifPresent(key -> needs.add(new Need("kms:Decrypt", key)));
        } else if (request instanceof ReEncryptRequest again) {
            of(again.ciphertextBlob()).ifPresent(key -> needs.add(new Need("kms:ReEncryptFrom", key)));
            keys.policyOf(again.destinationKeyId()).ifPresent(key -> needs.add(new Need("kms:ReEncryptTo", key)));
        } else {
            String member = ALIAS_CALLS.getOrDefault(operation, "KeyId");
            new RequestMembers(request)
                    .text(member)
                    .flatMap(keys::policyOf)
                    .ifPresent(key -> needs.add(new Need(SERVICE + ":" + operation, key)));
        }
        return needs;
    }

    private Optional<KeyPolicy> of(SdkBytes ciphertext) {
        return Optional.ofNullable(ciphertext).flatMap(bytes -> keys.policyOf(bytes.asByteArrayUnsafe()));
    }

    private void check(CallContext context, Need need, List<String> resources) {
        Caller caller =
                new Caller(context.principal().arn(), context.principal().region());
        Policy policy = identities.policyOf(context.principal());
        PolicyDecision iam =
                policy.decide(need.action(), ResourceArn.one(need.key().keyArn()), caller);
        Verdict own = ResourcePolicy.parse(need.key().document()).decide(need.action(), caller);
        boolean denied = iam == PolicyDecision.DENIED || own == Verdict.DENIED;
        boolean allowed = own == Verdict.ALLOWED || (own == Verdict.DELEGATED && iam == PolicyDecision.ALLOWED);
        if (denied || !allowed) {
            String why = denied
                    ? "with an explicit deny in "
                            + (own == Verdict.DENIED ? "a resource-based policy" : "an identity-based policy")
                    : "because no " + (own == Verdict.DELEGATED ? "identity-based" : "resource-based")
                            + " policy allows the " + need.action() + " action";
            throw new CallDeniedException(
                    PolicyAuthorizer.status(context),
                    "User: %s is not authorized to perform: %s on resource: %s %s"
                            .formatted(caller.arn(), need.action(), need.key().keyArn(), why),
                    resources);
        }
    }
}
