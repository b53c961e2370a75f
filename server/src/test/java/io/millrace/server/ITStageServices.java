package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.InvalidEventPatternException;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** The services that come with stages, over the wire with AWS's own clients. */
final class ITStageServices {
    @TempDir
    private Path folder;

    @Test
    void answerAwssClients() {
        try (TestingServer server = TestingServer.start(folder);
                SsmClient ssm = server.configure(SsmClient.builder()).build();
                SecretsManagerClient secrets =
                        server.configure(SecretsManagerClient.builder()).build();
                EventBridgeClient events =
                        server.configure(EventBridgeClient.builder()).build();
                SchedulerClient scheduler =
                        server.configure(SchedulerClient.builder()).build()) {
            ssm.putParameter(put -> put.name("/stage/key").value("plain").type(ParameterType.SECURE_STRING));
            assertThat(ssm.getParameter(get -> get.name("/stage/key").withDecryption(true))
                            .parameter()
                            .value())
                    .isEqualTo("plain");
            assertThatThrownBy(() -> ssm.getParameter(get -> get.name("/stage/none")))
                    .isInstanceOf(ParameterNotFoundException.class);
            secrets.createSecret(create -> create.name("stage/password").secretString("secret"));
            assertThat(secrets.getSecretValue(get -> get.secretId("stage/password"))
                            .secretString())
                    .isEqualTo("secret");
            events.putRule(put -> put.name("failed-runs").eventPattern("{\"source\":[\"aws.glue\"]}"));
            assertThat(events.listRules(list -> list.limit(10)).rules()).hasSize(1);
            assertThatThrownBy(() -> events.putRule(put -> put.name("bad").eventPattern("{\"source\":1}")))
                    .isInstanceOf(InvalidEventPatternException.class);
            scheduler.createSchedule(create -> create.name("nightly")
                    .scheduleExpression("cron(15 2 * * ? *)")
                    .scheduleExpressionTimezone("Europe/Berlin")
                    .flexibleTimeWindow(window -> window.mode(FlexibleTimeWindowMode.OFF))
                    .target(target -> target.arn("arn:aws:scheduler:::aws-sdk:glue:startJobRun")
                            .roleArn("arn:aws:iam::000000000000:role/stage")
                            .input("{\"JobName\":\"etl\"}")));
            assertThat(scheduler.getSchedule(get -> get.name("nightly")).groupName())
                    .isEqualTo("default");
            assertThatThrownBy(() -> scheduler.getSchedule(get -> get.name("none")))
                    .isInstanceOf(ResourceNotFoundException.class);
        }
    }
}
