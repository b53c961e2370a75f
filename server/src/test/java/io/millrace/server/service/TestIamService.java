package io.millrace.server.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyRole;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

class TestIamService {
    static final String TRUST_GLUE = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", "
            + "\"Principal\": {\"Service\": \"glue.amazonaws.com\"}, \"Action\": \"sts:AssumeRole\"}]}";
    private static final String READ = "{\"Version\": \"2012-10-17\", \"Statement\": "
            + "{\"Effect\": \"Allow\", \"Action\": \"glue:Get*\", \"Resource\": \"*\"}}";
    private static final String GLUE_ROLE = "arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole";

    @TempDir
    private Path folder;

    private TestingIam server;
    private IamClient iam;

    @BeforeEach
    void start() throws IOException {
        server = new TestingIam(folder);
        iam = server.client(IamClient.builder(), server.administrator());
    }

    @AfterEach
    void stop() {
        iam.close();
        server.close();
    }

    private Role create(String name) {
        return iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST_GLUE))
                .role();
    }

    private static void fails(Class<? extends AwsServiceException> type, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        type,
                        e -> assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message));
    }

    @SuppressWarnings("unchecked") // the SDK's generic varargs
    @Test
    void keepsARole() {
        Role created = iam.createRole(r -> r.roleName("run")
                        .path("/stage/")
                        .assumeRolePolicyDocument(TRUST_GLUE)
                        .description("runs")
                        .maxSessionDuration(7200)
                        .tags(Tag.builder().key("Stage").value("test").build()))
                .role();
        assertThat(created.arn()).isEqualTo("arn:aws:iam::000000000000:role/stage/run");
        assertThat(created.roleId()).matches("AROA[A-Z2-7]{17}");
        Role found = iam.getRole(r -> r.roleName("run")).role();
        assertThat(found).isEqualTo(created);
        assertThat(URLDecoder.decode(found.assumeRolePolicyDocument(), StandardCharsets.UTF_8))
                .isEqualTo(TRUST_GLUE);
        iam.updateRole(r -> r.roleName("run").maxSessionDuration(3600));
        iam.updateAssumeRolePolicy(r -> r.roleName("run").policyDocument(TRUST_GLUE.replace("glue", "lambda")));
        Role updated = iam.getRole(r -> r.roleName("run")).role();
        assertThat(updated.maxSessionDuration()).isEqualTo(3600);
        assertThat(updated.description()).isEqualTo("runs");
        assertThat(updated.assumeRolePolicyDocument()).contains("lambda.amazonaws.com");
        iam.tagRole(r -> r.roleName("run")
                .tags(t -> t.key("Owner").value("me"), t -> t.key("Stage").value("prod")));
        iam.untagRole(r -> r.roleName("run").tagKeys("Owner", "None"));
        assertThat(iam.listRoleTags(r -> r.roleName("run")).tags())
                .containsExactly(Tag.builder().key("Stage").value("prod").build());
        fails(EntityAlreadyExistsException.class, "Role with name run already exists.", () -> create("run"));
        iam.deleteRole(r -> r.roleName("run"));
        fails(
                NoSuchEntityException.class,
                "The role with name run cannot be found.",
                () -> iam.getRole(r -> r.roleName("run")));
        assertThat(create("run").roleId()).isNotEqualTo(created.roleId());
    }

    @Test
    void listsRolesInPages() {
        for (int i = 0; i < 7; i++) {
            create("role" + i);
        }
        iam.createRole(r -> r.roleName("other").path("/p/").assumeRolePolicyDocument(TRUST_GLUE));
        assertThat(iam.listRolesPaginator(r -> r.maxItems(3)).roles())
                .extracting(Role::roleName)
                .containsExactly("other", "role0", "role1", "role2", "role3", "role4", "role5", "role6");
        assertThat(iam.listRoles(r -> r.pathPrefix("/p/")).roles())
                .extracting(Role::roleName)
                .containsExactly("other");
        assertThat(iam.listRoles(r -> r.maxItems(3)).isTruncated()).isTrue();
        assertThat(iam.listRoles(r -> r.maxItems(8)).isTruncated()).isFalse();
    }

    @Test
    void keepsInlinePoliciesAndRefusesToDeleteARoleWithThem() {
        create("run");
        iam.putRolePolicy(r -> r.roleName("run").policyName("b").policyDocument(READ));
        iam.putRolePolicy(r -> r.roleName("run").policyName("a").policyDocument(READ));
        assertThat(iam.listRolePolicies(r -> r.roleName("run")).policyNames()).containsExactly("a", "b");
        assertThat(URLDecoder.decode(
                        iam.getRolePolicy(r -> r.roleName("run").policyName("a"))
                                .policyDocument(),
                        StandardCharsets.UTF_8))
                .isEqualTo(READ);
        fails(
                DeleteConflictException.class,
                "Cannot delete entity, must delete policies first.",
                () -> iam.deleteRole(r -> r.roleName("run")));
        iam.deleteRolePolicy(r -> r.roleName("run").policyName("a"));
        fails(
                NoSuchEntityException.class,
                "The role policy with name a cannot be found.",
                () -> iam.getRolePolicy(r -> r.roleName("run").policyName("a")));
        iam.deleteRolePolicy(r -> r.roleName("run").policyName("b"));
        iam.deleteRole(r -> r.roleName("run"));
    }

    @Test
    void attachesManagedPolicies() {
        create("run");
        String own = iam.createPolicy(
                        r -> r.policyName("read").policyDocument(READ).description("reads"))
                .policy()
                .arn();
        assertThat(own).isEqualTo("arn:aws:iam::000000000000:policy/read");
        iam.attachRolePolicy(r -> r.roleName("run").policyArn(own));
        iam.attachRolePolicy(r -> r.roleName("run").policyArn(own));
        iam.attachRolePolicy(r -> r.roleName("run").policyArn(GLUE_ROLE));
        assertThat(iam.listAttachedRolePolicies(r -> r.roleName("run")).attachedPolicies())
                .extracting(AttachedPolicy::policyName)
                .containsExactly("read", "AWSGlueServiceRole");
        assertThat(iam.listEntitiesForPolicy(r -> r.policyArn(own)).policyRoles())
                .extracting(PolicyRole::roleName)
                .containsExactly("run");
        assertThat(iam.getPolicy(r -> r.policyArn(own)).policy().attachmentCount())
                .isEqualTo(1);
        assertThat(iam.getPolicy(r -> r.policyArn(GLUE_ROLE)).policy().path()).isEqualTo("/service-role/");
        fails(
                DeleteConflictException.class,
                "Cannot delete a policy attached to entities.",
                () -> iam.deletePolicy(r -> r.policyArn(own)));
        fails(
                DeleteConflictException.class,
                "Cannot delete entity, must detach all policies first.",
                () -> iam.deleteRole(r -> r.roleName("run")));
        String none = "arn:aws:iam::aws:policy/NoSuchPolicy";
        fails(
                NoSuchEntityException.class,
                "Policy " + none + " does not exist or is not attachable.",
                () -> iam.attachRolePolicy(r -> r.roleName("run").policyArn(none)));
        iam.detachRolePolicy(r -> r.roleName("run").policyArn(own));
        iam.deletePolicy(r -> r.policyArn(own));
        fails(
                NoSuchEntityException.class,
                "Policy " + own + " was not found.",
                () -> iam.detachRolePolicy(r -> r.roleName("run").policyArn(own)));
    }

    @Test
    void keepsVersionsOfAPolicy() {
        String arn = iam.createPolicy(r -> r.policyName("read").policyDocument(READ))
                .policy()
                .arn();
        String wider = READ.replace("glue:Get*", "glue:*");
        for (int i = 2; i <= 5; i++) {
            iam.createPolicyVersion(r -> r.policyArn(arn).policyDocument(wider));
        }
        assertThatThrownBy(() -> iam.createPolicyVersion(r -> r.policyArn(arn).policyDocument(wider)))
                .isInstanceOf(LimitExceededException.class);
        iam.setDefaultPolicyVersion(r -> r.policyArn(arn).versionId("v3"));
        assertThat(iam.listPolicyVersions(r -> r.policyArn(arn)).versions())
                .extracting(PolicyVersion::versionId, PolicyVersion::isDefaultVersion)
                .startsWith(tuple("v5", false), tuple("v4", false), tuple("v3", true));
        assertThat(URLDecoder.decode(
                        iam.getPolicyVersion(r -> r.policyArn(arn).versionId("v3"))
                                .policyVersion()
                                .document(),
                        StandardCharsets.UTF_8))
                .isEqualTo(wider);
        fails(
                DeleteConflictException.class,
                "Cannot delete the default version of a policy.",
                () -> iam.deletePolicyVersion(r -> r.policyArn(arn).versionId("v3")));
        assertThatThrownBy(() -> iam.deletePolicy(r -> r.policyArn(arn))).isInstanceOf(DeleteConflictException.class);
        for (String version : List.of("v1", "v2", "v4", "v5")) {
            iam.deletePolicyVersion(r -> r.policyArn(arn).versionId(version));
        }
        iam.deletePolicy(r -> r.policyArn(arn));
        assertThat(iam.listPolicies(r -> r.scope(PolicyScopeType.LOCAL)).policies())
                .isEmpty();
    }

    @Test
    void knowsManagedPoliciesOfAws() {
        assertThat(iam.listPolicies(r -> r.scope(PolicyScopeType.AWS)).policies())
                .extracting(Policy::policyName)
                .contains("AWSGlueServiceRole", "AWSLambdaBasicExecutionRole");
        for (Policy policy : iam.listPolicies(r -> r.scope(PolicyScopeType.AWS)).policies()) {
            String document = URLDecoder.decode(
                    iam.getPolicyVersion(r -> r.policyArn(policy.arn()).versionId("v1"))
                            .policyVersion()
                            .document(),
                    StandardCharsets.UTF_8);
            assertThat(io.millrace.server.identity.policy.Policy.parse(document))
                    .isNotNull();
        }
    }

    @Test
    void refusesPoliciesThatItDoesNotUnderstand() {
        create("run");
        fails(
                MalformedPolicyDocumentException.class,
                "Statement.Effect must be Allow or Deny.",
                () -> iam.putRolePolicy(
                        r -> r.roleName("run").policyName("p").policyDocument(READ.replace("Allow", "Perhaps"))));
        fails(
                MalformedPolicyDocumentException.class,
                "Statement[0].Principal.Federated is not supported here; Service and AWS are.",
                () -> iam.createRole(r -> r.roleName("web")
                        .assumeRolePolicyDocument(TRUST_GLUE.replace("\"Service\"", "\"Federated\""))));
        fails(
                MalformedPolicyDocumentException.class,
                "Statement[0].Resource is not known in this kind of policy.",
                () -> iam.updateAssumeRolePolicy(r -> r.roleName("run")
                        .policyDocument(TRUST_GLUE.replace("\"Action\"", "\"Resource\": \"*\", \"Action\""))));
    }
}
