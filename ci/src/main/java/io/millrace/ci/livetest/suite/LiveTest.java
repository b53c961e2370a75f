package io.millrace.ci.livetest.suite;

import io.millrace.ci.livetest.AthenaQueries;
import io.millrace.ci.livetest.ComparisonResult;
import io.millrace.ci.livetest.Difference;
import io.millrace.ci.livetest.Pause;
import io.millrace.ci.livetest.TableFigures;
import io.millrace.ci.livetest.check.SqlCheck;
import io.millrace.ci.livetest.check.SqlCheckFolder;
import io.millrace.ci.livetest.stage.ChainRunner;
import io.millrace.ci.livetest.stage.LakeFiles;
import io.millrace.ci.livetest.stage.RawFiles;
import io.millrace.ci.livetest.stage.Stage;
import io.millrace.ci.livetest.stage.StageChecks;
import io.millrace.ci.livetest.stage.StageExpectations;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One live test: what is checked, in which order it makes sense. Reads everything that may be malformed before it starts anything. */
final class LiveTest {
    private static final Duration QUERY_TIMEOUT = Duration.ofMinutes(10);

    private final LiveTestSettings settings;
    private final LiveTestClients clients;
    private final Consumer<String> progress;
    private final Stage stage;
    private final StageExpectations expected;
    private final List<SqlCheck> ownChecks;
    private final AthenaQueries queries;
    private final StageChecks checks;
    private final ChainRunner chain;
    private Optional<String> missingChain = Optional.of("the chain was not run.");

    LiveTest(LiveTestSettings settings, LiveTestClients clients, Consumer<String> progress) {
        this.settings = settings;
        this.clients = clients;
        this.progress = progress;
        Map<String, String> names = new LinkedHashMap<>();
        settings.stack().ifPresent(stack -> names.putAll(Stage.namesOf(clients.stacks(), stack)));
        names.putAll(settings.names());
        stage = new Stage(names);
        expected = StageExpectations.read(settings.checks().resolve("expectations.yaml"));
        ownChecks = SqlCheckFolder.read(settings.checks(), stage.names());
        InstantSource clock = InstantSource.system();
        queries = new AthenaQueries(clients.athena(), stage.results(), QUERY_TIMEOUT, clock, Pause.blocking());
        checks = new StageChecks(clients.glue(), queries, stage, expected);
        chain = new ChainRunner(clients.glue(), settings.timeout(), clock, Pause.blocking(), progress);
    }

    List<Difference> runChain() {
        missingChain = Optional.of("the chain did not come to its end.");
        List<Difference> failures = chain.run(stage.startTrigger(), this::upload);
        missingChain = failures.stream().findFirst().map(failure -> "the chain did not succeed: " + failure.text());
        return failures;
    }

    /** Why there is nothing to check; empty once the chain has succeeded. */
    Optional<String> missingChain() {
        return missingChain;
    }

    StageChecks checks() {
        return checks;
    }

    List<Difference> files() {
        return LakeFiles.list(clients.s3(), stage.lakeFolder()).differences(expected);
    }

    List<SqlCheck> ownChecks() {
        return ownChecks;
    }

    Optional<Difference> evaluate(SqlCheck check) {
        return check.evaluate(queries);
    }

    /** Runs the chain again on the same raw files: both tables and the lake's objects must stay what they are. */
    List<Difference> runAgain() {
        ComparisonResult before = checks.compare();
        long objects = LakeFiles.list(clients.s3(), stage.lakeFolder()).objects();
        List<Difference> differences = new ArrayList<>(chain.run(stage.startTrigger(), () -> {}));
        ComparisonResult after = checks.compare();
        compare(before.raw(), after.raw(), differences);
        compare(before.lake(), after.lake(), differences);
        long objectsAfter = LakeFiles.list(clients.s3(), stage.lakeFolder()).objects();
        if (objectsAfter > objects) {
            differences.add(new Difference(
                    stage.lakeFolder() + " had " + objects + " objects before the second run and has " + objectsAfter,
                    ""));
        }
        return differences;
    }

    private static void compare(TableFigures before, TableFigures after, List<Difference> differences) {
        if (before.rows() != after.rows() || before.sum().compareTo(after.sum()) != 0) {
            differences.add(new Difference(
                    before.name() + " had " + before.rows() + " rows with the sum "
                            + before.sum().toPlainString() + " before the second run and has " + after.rows() + " with "
                            + after.sum().toPlainString(),
                    after.sql()));
        }
        if (before.partitions() != after.partitions()) {
            differences.add(new Difference(
                    before.name() + " had " + before.partitions() + " partitions before the second run and has "
                            + after.partitions(),
                    ""));
        }
    }

    private void upload() {
        settings.data().ifPresent(data -> {
            int files = RawFiles.upload(clients.s3(), data, stage.rawFolder());
            progress.accept(files + " files put into " + stage.rawFolder());
        });
    }
}
