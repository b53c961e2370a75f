package io.millrace.server.key;

import io.millrace.server.identity.policy.Caller;
import io.millrace.server.identity.policy.MalformedPolicyException;
import io.millrace.server.identity.policy.ResourcePolicy;
import io.millrace.server.identity.policy.ResourcePolicy.Verdict;
import io.millrace.server.resource.ServiceArns;
import io.millrace.server.wire.CallContext;

/** What a key's policy may be (KMS Developer Guide, "Key policies in AWS KMS"). */
final class KeyPolicyRules {
    /** Of a key that is made without one: IAM's policies decide. */
    static final String DEFAULT = """
            {
              "Version" : "2012-10-17",
              "Id" : "key-default-1",
              "Statement" : [ {
                "Sid" : "Enable IAM User Permissions",
                "Effect" : "Allow",
                "Principal" : {
                  "AWS" : "arn:aws:iam::%s:root"
                },
                "Action" : "kms:*",
                "Resource" : "*"
              } ]
            }""".formatted(ServiceArns.ACCOUNT);

    private KeyPolicyRules() {}

    static void check(String document, CallContext context, boolean lockoutAllowed) {
        try {
            ResourcePolicy policy = ResourcePolicy.parse(document);
            Caller caller =
                    new Caller(context.principal().arn(), context.principal().region());
            Verdict verdict = policy.decide("kms:PutKeyPolicy", caller);
            if (!lockoutAllowed && verdict != Verdict.ALLOWED && verdict != Verdict.DELEGATED) {
                throw KeyErrors.malformedPolicy(
                        "The new key policy will not allow you to update the key policy in the future.");
            }
        } catch (MalformedPolicyException e) {
            throw KeyErrors.malformedPolicy(String.valueOf(e.getMessage()));
        }
    }
}
