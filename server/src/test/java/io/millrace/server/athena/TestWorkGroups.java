package io.millrace.server.athena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.page.PageTokens;
import io.millrace.server.resource.ResourceTags;
import io.millrace.server.resource.ServicePages;
import io.millrace.server.wire.ServiceException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.athena.model.CreateWorkGroupRequest;
import software.amazon.awssdk.services.athena.model.DeleteWorkGroupRequest;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.ResultConfiguration;
import software.amazon.awssdk.services.athena.model.UpdateWorkGroupRequest;
import software.amazon.awssdk.services.athena.model.WorkGroupConfiguration;
import software.amazon.awssdk.services.athena.model.WorkGroupState;

/** Work groups, and queries that run in them. */
class TestWorkGroups extends AbstractAthenaTests {
    private WorkGroupOperations workGroups() {
        Jdbi jdbi = database.jdbi();
        AthenaSettings settings = new AthenaSettings(Optional.empty(), 1, folder.resolve("out"));
        return new WorkGroupOperations(
                jdbi,
                new WorkGroups(jdbi, settings, "us-east-1"),
                new StoredContents(operations, new NamedQueries(jdbi)),
                new ResourceTags(jdbi),
                new ServicePages(PageTokens.withChecksum(), "InvalidRequestException"),
                InstantSource.system());
    }

    private static CreateWorkGroupRequest group(String name, Consumer<WorkGroupConfiguration.Builder> configuration) {
        return CreateWorkGroupRequest.builder()
                .name(name)
                .configuration(configuration)
                .build();
    }

    @Test
    void aWorkGroupDecidesWhereResultsGo() {
        WorkGroupOperations groups = workGroups();
        groups.createWorkGroup(
                group("strict", c -> c.resultConfiguration(result -> result.outputLocation("s3://results/strict/"))));
        groups.createWorkGroup(group(
                "free",
                c -> c.enforceWorkGroupConfiguration(false)
                        .resultConfiguration(result -> result.outputLocation("s3://results/free/"))));
        groups.createWorkGroup(group("nowhere", c -> c.enforceWorkGroupConfiguration(true)));

        String strict = begin("SELECT 1", request -> request.workGroup("strict"));
        String free = begin("SELECT 1", request -> request.workGroup("free"));
        String byGroup =
                begin("SELECT 1", request -> request.workGroup("free").resultConfiguration((ResultConfiguration) null));

        assertThat(output(strict)).isEqualTo("s3://results/strict/" + strict + ".csv");
        assertThat(output(free)).isEqualTo("s3://results/out/" + free + ".csv");
        assertThat(output(byGroup)).isEqualTo("s3://results/free/" + byGroup + ".csv");
        await(strict, QueryExecutionState.SUCCEEDED);
        assertThat(get(strict).workGroup()).isEqualTo("strict");
        assertThatThrownBy(() -> begin("SELECT 1", request -> request.workGroup("nowhere")))
                .isInstanceOf(ServiceException.class)
                .hasMessageStartingWith("No output location provided.");
        assertThatThrownBy(() -> begin("SELECT 1", request -> request.workGroup("none")))
                .hasMessage("WorkGroup none is not found.");
    }

    private String output(String id) {
        return get(id).resultConfiguration().outputLocation();
    }

    @Test
    void aDisabledWorkGroupRunsNothing() {
        WorkGroupOperations groups = workGroups();
        groups.createWorkGroup(group("paused", c -> c.enforceWorkGroupConfiguration(false)));
        groups.updateWorkGroup(UpdateWorkGroupRequest.builder()
                .workGroup("paused")
                .state(WorkGroupState.DISABLED)
                .build());
        assertThatThrownBy(() -> begin("SELECT 1", request -> request.workGroup("paused")))
                .hasMessage("WorkGroup paused is disabled.");
        groups.updateWorkGroup(UpdateWorkGroupRequest.builder()
                .workGroup("paused")
                .state(WorkGroupState.ENABLED)
                .build());
        await(begin("SELECT 1", request -> request.workGroup("paused")), QueryExecutionState.SUCCEEDED);
    }

    @Test
    void aQueryThatWouldReadTooMuchIsCancelledBeforeItReads() {
        WorkGroupOperations groups = workGroups();
        groups.createWorkGroup(
                group("small", c -> c.enforceWorkGroupConfiguration(false).bytesScannedCutoffPerQuery(10_000_000L)));
        s3.putObject(
                put -> put.bucket("results").key("big/a.csv"),
                RequestBody.fromString("0123456789abcde\n".repeat(630_000)));

        String id = begin("SELECT count(*) FROM db.big", request -> request.workGroup("small"));
        QueryExecution cancelled = await(id, QueryExecutionState.CANCELLED);
        assertThat(cancelled.status().stateChangeReason())
                .contains("Bytes scanned limit was exceeded", "10,080,000", "10,000,000");
        assertThat(folder.resolve("cache")).isEmptyDirectory();

        groups.updateWorkGroup(UpdateWorkGroupRequest.builder()
                .workGroup("small")
                .configurationUpdates(updates -> updates.removeBytesScannedCutoffPerQuery(true))
                .build());
        String again = begin("SELECT count(*) FROM db.big", request -> request.workGroup("small"));
        assertThat(await(again, QueryExecutionState.SUCCEEDED).statistics().dataScannedInBytes())
                .isEqualTo(10_080_000);
    }

    @Test
    void aWorkGroupWithQueriesIsDeletedWithThemOnly() {
        WorkGroupOperations groups = workGroups();
        groups.createWorkGroup(group("team", c -> c.enforceWorkGroupConfiguration(false)));
        String id = begin(ENDLESS, request -> request.workGroup("team"));
        await(id, QueryExecutionState.RUNNING);
        DeleteWorkGroupRequest delete =
                DeleteWorkGroupRequest.builder().workGroup("team").build();
        assertThatThrownBy(() -> groups.deleteWorkGroup(delete)).hasMessage("WorkGroup team is not empty");

        groups.deleteWorkGroup(delete.toBuilder().recursiveDeleteOption(true).build());
        assertThatThrownBy(() -> get(id)).hasMessage("QueryExecution " + id + " was not found");
        // The pool has one thread: the running query was cancelled, or this would wait for ever.
        await(begin("SELECT 2"), QueryExecutionState.SUCCEEDED);
        assertThatThrownBy(() -> groups.deleteWorkGroup(
                        DeleteWorkGroupRequest.builder().workGroup("primary").build()))
                .hasMessage("The primary workgroup cannot be deleted.");
    }

    @Test
    void refusesSettingsThatItDoesNotHave() {
        WorkGroupOperations groups = workGroups();
        assertThatThrownBy(() -> groups.createWorkGroup(group("x", c -> c.requesterPaysEnabled(true))))
                .hasMessageStartingWith("RequesterPaysEnabled is not supported");
        assertThatThrownBy(() ->
                        groups.createWorkGroup(group("x", c -> c.engineVersion(v -> v.selectedEngineVersion("2")))))
                .hasMessageStartingWith("The engine version 2 is not available");
        assertThatThrownBy(() -> groups.createWorkGroup(group("primary", c -> {})))
                .hasMessage("WorkGroup primary is already created");
    }
}
