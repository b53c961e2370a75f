package io.millrace.server.identity.role;

import io.millrace.server.auth.PercentCode;
import io.millrace.server.identity.ManagedPolicies;
import io.millrace.server.identity.RoleStore;
import io.millrace.server.identity.StoredManagedPolicy;
import io.millrace.server.identity.StoredManagedPolicy.Version;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsResponse;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionResponse;

/** The versions of managed policies, of which the default one counts. Thread-safe. */
public final class PolicyVersionOperations {
    /** IAM user guide, "IAM and AWS STS quotas". */
    private static final int MAX_VERSIONS = 5;

    private final RoleStore store;
    private final InstantSource clock;

    /** Operations on the policies of a store. */
    public PolicyVersionOperations(RoleStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Adds a version. */
    public CreatePolicyVersionResponse createPolicyVersion(CreatePolicyVersionRequest request) {
        IamErrors.requirePolicy(request.policyDocument());
        long now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toEpochMilli();
        PolicyVersion version = store.change(rows -> {
            StoredManagedPolicy policy = ManagedPolicyOperations.load(rows, request.policyArn());
            if (policy.versions().size() >= MAX_VERSIONS) {
                throw IamErrors.limit("A managed policy can have up to " + MAX_VERSIONS
                        + " versions. Before you create a new version, you must delete an existing version.");
            }
            List<Version> versions = new ArrayList<>(policy.versions());
            int number = Math.max(
                            policy.defaultVersion(),
                            versions.get(versions.size() - 1).number())
                    + 1;
            Version added = new Version(number, request.policyDocument(), now);
            versions.add(added);
            boolean counts = Boolean.TRUE.equals(request.setAsDefault());
            StoredManagedPolicy changed = policy.with(versions, counts ? number : policy.defaultVersion(), now);
            rows.put(changed);
            return answer(changed, added).document(null).build();
        });
        return CreatePolicyVersionResponse.builder().policyVersion(version).build();
    }

    /** A version with its document. */
    public GetPolicyVersionResponse getPolicyVersion(GetPolicyVersionRequest request) {
        Optional<String> ofAws = ManagedPolicies.document(request.policyArn());
        if (ofAws.isPresent() && request.versionId().equals("v1")) {
            return GetPolicyVersionResponse.builder()
                    .policyVersion(
                            v -> v.versionId("v1").isDefaultVersion(true).document(PercentCode.encode(ofAws.get())))
                    .build();
        }
        StoredManagedPolicy policy = store.read(rows -> ManagedPolicyOperations.load(rows, request.policyArn()));
        return GetPolicyVersionResponse.builder()
                .policyVersion(
                        answer(policy, version(policy, request.versionId())).build())
                .build();
    }

    /** Makes a version the one that counts. */
    public SetDefaultPolicyVersionResponse setDefaultPolicyVersion(SetDefaultPolicyVersionRequest request) {
        store.change(rows -> {
            StoredManagedPolicy policy = ManagedPolicyOperations.load(rows, request.policyArn());
            Version version = version(policy, request.versionId());
            rows.put(policy.with(policy.versions(), version.number(), policy.updatedAtMillis()));
            return version;
        });
        return SetDefaultPolicyVersionResponse.builder().build();
    }

    /** Removes a version that does not count. */
    public DeletePolicyVersionResponse deletePolicyVersion(DeletePolicyVersionRequest request) {
        store.change(rows -> {
            StoredManagedPolicy policy = ManagedPolicyOperations.load(rows, request.policyArn());
            Version version = version(policy, request.versionId());
            if (version.number() == policy.defaultVersion()) {
                throw IamErrors.conflict("Cannot delete the default version of a policy.");
            }
            List<Version> rest = policy.versions().stream()
                    .filter(other -> other.number() != version.number())
                    .toList();
            rows.put(policy.with(rest, policy.defaultVersion(), policy.updatedAtMillis()));
            return version;
        });
        return DeletePolicyVersionResponse.builder().build();
    }

    /** The versions, the newest first. */
    public ListPolicyVersionsResponse listPolicyVersions(ListPolicyVersionsRequest request) {
        if (ManagedPolicies.document(request.policyArn()).isPresent()) {
            return ListPolicyVersionsResponse.builder()
                    .versions(PolicyVersion.builder()
                            .versionId("v1")
                            .isDefaultVersion(true)
                            .build())
                    .isTruncated(false)
                    .build();
        }
        StoredManagedPolicy policy = store.read(rows -> ManagedPolicyOperations.load(rows, request.policyArn()));
        // At most five: one page, whatever the request asks for.
        return ListPolicyVersionsResponse.builder()
                .versions(policy.versions().stream()
                        .sorted(Comparator.comparingInt(Version::number).reversed())
                        .map(version -> answer(policy, version).document(null).build())
                        .toList())
                .isTruncated(false)
                .build();
    }

    private static Version version(StoredManagedPolicy policy, String id) {
        return policy.versions().stream()
                .filter(version -> id.equals("v" + version.number()))
                .findFirst()
                .orElseThrow(() -> IamErrors.missing(
                        "Policy " + policy.arn() + " version " + id + " does not exist or is not attachable."));
    }

    private static PolicyVersion.Builder answer(StoredManagedPolicy policy, Version version) {
        return PolicyVersion.builder()
                .versionId("v" + version.number())
                .isDefaultVersion(version.number() == policy.defaultVersion())
                .document(PercentCode.encode(version.document()))
                .createDate(Instant.ofEpochMilli(version.createdAtMillis()));
    }
}
