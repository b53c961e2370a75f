package io.millrace.cloudformation.resource.iam;

import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.sdk.Names;
import io.millrace.cloudformation.resource.sdk.ResourceProperties;
import io.millrace.cloudformation.resource.sdk.SdkHandler;
import io.millrace.cloudformation.resource.sdk.ServiceCalls;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.PolicyRole;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

/** Inline policies of roles that are resources of their own, and managed policies. Users and groups have none here. */
final class PolicyHandlers {
    // docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html, API_CreatePolicyVersion.html
    private static final int MAX_NAME = 128;
    private static final int MAX_VERSIONS = 5;
    private static final String ROLES = "Roles";
    private static final String DOCUMENT = "PolicyDocument";

    private final IamClient iam;

    PolicyHandlers(IamClient iam) {
        this.iam = iam;
    }

    List<ResourceHandler> all() {
        return List.of(inline(), managed());
    }

    /** Its physical id is {@code name|role,role}: a policy is found where it was put. */
    private ResourceHandler inline() {
        return SdkHandler.of("AWS::IAM::Policy")
                .replacedBy("PolicyName", ROLES)
                .supports(DOCUMENT)
                .id(properties ->
                        properties.text("PolicyName").orElse("") + "|" + String.join(",", properties.texts(ROLES)))
                .find(id -> roles(id).stream()
                        .anyMatch(role -> ServiceCalls.find(() -> iam.getRolePolicy(
                                        request -> request.roleName(role).policyName(name(id))))
                                .isPresent()))
                .create(this::putInline)
                .update(this::putInline)
                .delete(gone -> roles(gone.id())
                        .forEach(role -> ServiceCalls.ifThere(() -> iam.deleteRolePolicy(
                                request -> request.roleName(role).policyName(name(gone.id()))))))
                .attribute("Id", ResourceProperties::id)
                .build();
    }

    private void putInline(ResourceProperties wanted) {
        for (String role : roles(wanted.id())) {
            iam.putRolePolicy(request -> request.roleName(role)
                    .policyName(name(wanted.id()))
                    .policyDocument(wanted.node(DOCUMENT).toString()));
        }
    }

    private static String name(String id) {
        return id.substring(0, id.indexOf('|'));
    }

    private static List<String> roles(String id) {
        return List.of(id.substring(id.indexOf('|') + 1).split(","));
    }

    private ResourceHandler managed() {
        return SdkHandler.of("AWS::IAM::ManagedPolicy")
                .replacedBy("Description", "ManagedPolicyName", "Path")
                .supports(DOCUMENT, ROLES)
                .id(PolicyHandlers::arn)
                .find(id -> iam.getPolicy(request -> request.policyArn(id)).policy() != null)
                .create(wanted -> {
                    iam.createPolicy(wanted.only("Description", "Path", DOCUMENT)
                            .with(
                                    "PolicyName",
                                    wanted.id().substring(wanted.id().lastIndexOf('/') + 1))
                            .into(CreatePolicyRequest.builder())
                            .build());
                    attach(wanted);
                })
                .update(this::updateManaged)
                .delete(gone -> deleteManaged(gone.id()))
                .attribute("PolicyArn", ResourceProperties::id)
                .build();
    }

    private static String arn(ResourceProperties properties) {
        return "arn:aws:iam::" + properties.stack().accountId() + ":policy"
                + properties.text("Path").orElse("/")
                + Names.at("ManagedPolicyName", MAX_NAME).apply(properties);
    }

    private void attach(ResourceProperties wanted) {
        for (String role : wanted.texts(ROLES)) {
            iam.attachRolePolicy(request -> request.roleName(role).policyArn(wanted.id()));
        }
    }

    private void updateManaged(ResourceProperties wanted, ResourceProperties before) {
        List<PolicyVersion> versions = oldVersions(wanted.id());
        if (versions.size() >= MAX_VERSIONS - 1) {
            iam.deletePolicyVersion(request ->
                    request.policyArn(wanted.id()).versionId(versions.get(0).versionId()));
        }
        iam.createPolicyVersion(request -> request.policyArn(wanted.id())
                .policyDocument(wanted.node(DOCUMENT).toString())
                .setAsDefault(true));
        attach(wanted);
        List<String> detached = new ArrayList<>(before.texts(ROLES));
        detached.removeAll(wanted.texts(ROLES));
        detached.forEach(role -> detach(wanted.id(), role));
    }

    private void detach(String arn, String role) {
        ServiceCalls.ifThere(
                () -> iam.detachRolePolicy(request -> request.roleName(role).policyArn(arn)));
    }

    /** Those that are not in force, the oldest first. */
    private List<PolicyVersion> oldVersions(String arn) {
        return iam.listPolicyVersionsPaginator(request -> request.policyArn(arn)).versions().stream()
                .filter(version -> !Boolean.TRUE.equals(version.isDefaultVersion()))
                .sorted(Comparator.comparing(
                        version -> version.createDate() == null ? Instant.EPOCH : version.createDate()))
                .toList();
    }

    private void deleteManaged(String arn) {
        for (PolicyRole role : iam.listEntitiesForPolicyPaginator(request -> request.policyArn(arn))
                .policyRoles()) {
            detach(arn, role.roleName());
        }
        oldVersions(arn)
                .forEach(version -> iam.deletePolicyVersion(
                        request -> request.policyArn(arn).versionId(version.versionId())));
        iam.deletePolicy(request -> request.policyArn(arn));
    }
}
