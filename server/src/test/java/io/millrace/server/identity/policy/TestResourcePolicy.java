package io.millrace.server.identity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.server.identity.policy.ResourcePolicy.Verdict;
import org.junit.jupiter.api.Test;

final class TestResourcePolicy {
    private static final String POLICY = """
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:root"},
               "Action": ["kms:PutKeyPolicy", "kms:Describe*"], "Resource": "*"},
              {"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::000000000000:role/team/build"]},
               "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"},
              {"Effect": "Deny", "Principal": "*", "Action": "kms:Encrypt", "Resource": "*",
               "Condition": {"StringNotEquals": {"kms:CallerAccount": "111111111111"}}}]}""";
    private static final Caller BUILD = caller("arn:aws:sts::000000000000:assumed-role/build/run");
    private static final Caller USER = caller("arn:aws:iam::000000000000:user/etl");

    private static Caller caller(String arn) {
        return new Caller(arn, "us-east-1");
    }

    private final ResourcePolicy policy = ResourcePolicy.parse(POLICY);

    @Test
    void leavesToIamWhatItGivesToTheAccount() {
        assertThat(policy.decide("kms:PutKeyPolicy", USER)).isEqualTo(Verdict.DELEGATED);
        assertThat(policy.decide("kms:DescribeKey", BUILD)).isEqualTo(Verdict.ALLOWED);
        assertThat(policy.decide("kms:Decrypt", BUILD)).isEqualTo(Verdict.ALLOWED);
        assertThat(policy.decide("kms:Decrypt", USER)).isEqualTo(Verdict.NOT_ALLOWED);
        assertThat(policy.decide("kms:PutKeyPolicy", caller("arn:aws:iam::111111111111:user/etl")))
                .isEqualTo(Verdict.NOT_ALLOWED);
        assertThat(policy.decide("kms:Encrypt", BUILD)).isEqualTo(Verdict.DENIED);
    }
}
