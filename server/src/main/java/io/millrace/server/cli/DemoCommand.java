package io.millrace.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.server.MillraceHome;
import io.millrace.server.demo.Demo;
import io.millrace.server.demo.DemoOptions;
import io.millrace.server.demo.DemoReport;
import io.millrace.server.demo.DemoResult;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the whole pipeline once and says what came of it. */
@Command(
        name = "demo",
        description = {
            "Start everything on free ports, upload trips, let the upload run crawl, job and crawl, and query both tables.",
            "Without --input the trips are made up (seeded; New York yellow taxi columns)."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(DemoCommand.class);

    /** What shells say of a command that SIGINT ended. */
    private static final int INTERRUPTED = 130;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep everything in this folder (default: a fresh folder, removed at the end unless --keep).")
    private @Nullable Path data;

    @Option(
            names = "--input",
            paramLabel = "FILE_OR_FOLDER",
            arity = "1..*",
            description = "Real files instead of made-up trips: CSV, JSON lines or Parquet, plain or gzip.")
    private List<Path> inputs = new ArrayList<>();

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "How many trips to make up (default: ${DEFAULT-VALUE}).",
            defaultValue = "" + DemoOptions.DEFAULT_ROWS)
    private long rows = DemoOptions.DEFAULT_ROWS;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "What the made-up trips derive from (default: ${DEFAULT-VALUE}).",
            defaultValue = "" + DemoOptions.DEFAULT_SEED)
    private long seed = DemoOptions.DEFAULT_SEED;

    @Option(names = "--keep", description = "Leave the server running at the end, until Ctrl-C, and keep the folder.")
    private boolean keep;

    @Option(
            names = "--pipeline",
            description = {
                "Deliver the stage by a pipeline instead: a git repository, build, test stage, live test, and an approval, where it stops.",
                "The folder is kept; --approve on the same folder goes on."
            })
    private boolean pipeline;

    @Option(names = "--approve", description = "With --pipeline: approve, and go on to production.")
    private boolean approve;

    @Option(names = "--json", description = "Print one JSON object at the end and nothing else on standard output.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        if (approve && !pipeline) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--approve needs --pipeline, whose approval it gives");
        }
        try (DemoFolder folder = DemoFolder.of(data, keep || (pipeline && !approve))) {
            LogFile.in(folder.path());
            DemoOptions options = new DemoOptions(folder.path(), inputs, rows, seed);
            try (Demo demo = folder.closeFirst(Demo.start(options, MillraceHome.fromSystemProperty(), messages()))) {
                return run(folder, demo, options);
            } catch (RuntimeException e) {
                if (folder.isInterrupted()) {
                    // What fails now fails because Ctrl-C has closed it; that has been said.
                    LOG.info("The demo was interrupted: {}", e.getMessage());
                    return INTERRUPTED;
                }
                throw e;
            }
        }
    }

    private PrintStream messages() {
        return json ? System.err : System.out;
    }

    private int run(DemoFolder folder, Demo demo, DemoOptions options) throws InterruptedException {
        DemoResult result =
                pipeline ? demo.runPipeline(approve ? Demo.Approval.GIVE : Demo.Approval.AWAIT) : demo.run();
        DemoReport report = new DemoReport(result, demo, options);
        report.print(messages());
        if (json) {
            System.out.println(toJson(result));
            System.out.flush();
        }
        if (keep) {
            folder.keep();
            report.printKept(messages());
            new CountDownLatch(1).await();
        }
        report.printHowToApprove(messages());
        report.printHowToGoOn(messages());
        return result.match() ? 0 : 1;
    }

    private static String toJson(DemoResult result) {
        try {
            return new ObjectMapper().writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
