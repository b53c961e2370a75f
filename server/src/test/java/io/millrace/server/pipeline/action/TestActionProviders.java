package io.millrace.server.pipeline.action;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.server.pipeline.ActionContext;
import io.millrace.server.pipeline.ActionStep;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sns.model.SnsException;

/** What approvals and functions are told, and how long they are waited for. */
final class TestActionProviders {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2026-11-22T10:00:30Z");
    private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:approvals";

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Recording clients = new Recording();
    private final ApprovalAction approvals =
            new ApprovalAction(clients, URI.create("http://127.0.0.1:8585"), "us-east-1", now::get);

    /** Keeps what topics and functions are sent. */
    private static final class Recording implements ActionClients {
        private final List<PublishRequest> published = new ArrayList<>();
        private final List<JsonNode> invoked = new ArrayList<>();
        private boolean topicIsGone;

        @Override
        public SnsClient sns(String role) {
            return new SnsClient() {
                @Override
                public PublishResponse publish(PublishRequest request) {
                    if (topicIsGone) {
                        throw SnsException.builder().message("gone").build();
                    }
                    published.add(request);
                    return PublishResponse.builder().build();
                }

                @Override
                public String serviceName() {
                    return "sns";
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public LambdaClient lambda(String role) {
            return new LambdaClient() {
                @Override
                public InvokeResponse invoke(InvokeRequest request) {
                    SdkBytes payload = request.payload();
                    try {
                        invoked.add(JSON.readTree(payload.asByteArray()).path("CodePipeline.job"));
                    } catch (java.io.IOException e) {
                        throw new AssertionError(e);
                    }
                    return InvokeResponse.builder().statusCode(202).build();
                }

                @Override
                public String serviceName() {
                    return "lambda";
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public CodeBuildClient codeBuild(String role) {
            throw new AssertionError("No build is needed");
        }

        @Override
        public CloudFormationClient cloudFormation(String role) {
            throw new AssertionError("No stack is needed");
        }

        @Override
        public KmsClient keys(String role) {
            throw new AssertionError("No key is needed");
        }

        @Override
        public S3Client s3() {
            throw new AssertionError("No object is needed");
        }
    }

    private static ActionContext context(
            @Nullable Integer minutes, Map<String, String> configuration, String external, String continuation) {
        return new ActionContext(
                "delivery",
                "e1",
                "LiveTest",
                "run-1",
                ActionDeclaration.builder()
                        .name("Approve")
                        .timeoutInMinutes(minutes)
                        .build(),
                configuration,
                "role",
                "bucket",
                Optional.empty(),
                Map.of(),
                external,
                "said",
                continuation,
                Optional.empty(),
                START,
                START);
    }

    @Test
    void theMessageIsThatOfAws() throws Exception {
        ActionContext context = context(
                30,
                Map.of(
                        "NotificationArn", TOPIC,
                        "CustomData", "Look first.",
                        "ExternalEntityLink", "https://example.com/1"),
                "",
                "");
        assertThat(approvals.start(context)).isEqualTo(new ActionStep.Waiting("", "Look first."));
        PublishRequest published = clients.published.get(0);
        assertThat(published.topicArn()).isEqualTo(TOPIC);
        String page = "http://127.0.0.1:8585/codepipeline/home?region=us-east-1#/view/delivery";
        assertThat(JSON.readTree(published.message()))
                .isEqualTo(JSON.readTree("""
                {"region": "us-east-1", "consoleLink": "%1$s",
                 "approval": {"pipelineName": "delivery", "stageName": "LiveTest", "actionName": "Approve",
                   "token": "%2$s", "expires": "2026-11-22T10:30Z", "externalEntityLink": "https://example.com/1",
                   "approvalReviewLink": "%1$s/LiveTest/Approve/approve/%2$s", "customData": "Look first."}}""".formatted(page, context.approvalToken())));
        clients.topicIsGone = true;
        assertThat(approvals.start(context)).isInstanceOf(ActionStep.Waiting.class);
    }

    @Test
    void anApprovalFailsWhenItsTimeIsOver() {
        ActionContext thirty = context(30, Map.of(), "", "");
        now.set(START.plus(Duration.ofMinutes(30)).minusMillis(1));
        assertThat(approvals.look(thirty)).isInstanceOf(ActionStep.Waiting.class);
        now.set(START.plus(Duration.ofMinutes(30)));
        assertThat(approvals.look(thirty))
                .isEqualTo(new ActionStep.Failed(
                        "",
                        "ApprovalExpired",
                        "The approval has expired: no approval response was received within 30 minutes of the pipeline"
                                + " stopping for the approval action."));
        ActionContext byDefault = context(null, Map.of(), "", "");
        now.set(START.plus(Duration.ofDays(7)).minusMillis(1));
        assertThat(approvals.look(byDefault)).isInstanceOf(ActionStep.Waiting.class);
        now.set(START.plus(Duration.ofDays(7)));
        assertThat(approvals.look(byDefault))
                .isInstanceOfSatisfying(
                        ActionStep.Failed.class,
                        failed -> assertThat(failed.message()).contains("within seven days"));
    }

    @Test
    void aFunctionThatAsksForItIsInvokedAgainAsAnotherJob() {
        FunctionAction functions = new FunctionAction(clients, now::get);
        Map<String, String> configuration = Map.of("FunctionName", "f", "UserParameters", "x");
        assertThat(functions.start(context(null, configuration, "", "")))
                .isEqualTo(new ActionStep.Waiting("run-1", "The function was invoked"));
        assertThat(clients.invoked.get(0).path("id").asText()).isEqualTo("run-1");
        assertThat(clients.invoked.get(0).at("/data/continuationToken").isMissingNode())
                .isTrue();
        // What it has answered is noted as job-2 and its token.
        ActionContext again = context(null, configuration, "job-2", "half");
        assertThat(functions.look(again)).isEqualTo(new ActionStep.Waiting("job-2", "said"));
        assertThat(clients.invoked).hasSize(1);
        now.set(START.plusSeconds(5));
        assertThat(functions.look(again)).isEqualTo(new ActionStep.Waiting("job-2", "The function was invoked again"));
        assertThat(clients.invoked.get(1).path("id").asText()).isEqualTo("job-2");
        assertThat(clients.invoked.get(1).at("/data/continuationToken").asText())
                .isEqualTo("half");
        now.set(START.plus(Duration.ofHours(1)));
        assertThat(functions.look(again)).isInstanceOf(ActionStep.Failed.class);
    }
}
