package io.millrace.server.function.runtime;

import io.millrace.server.function.runtime.FunctionProcess.Launch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Starts processes, each with a log file of its own. Thread-safe. */
final class ProcessStarter {
    private static final DateTimeFormatter LOG_NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS").withZone(ZoneOffset.UTC);

    private final FunctionHostSettings settings;
    private final FunctionCommand command;
    private final Function<FunctionSpec, Map<String, String>> services;
    private final RuntimeApi api;
    private final InstantSource clock;
    private final Optional<MemoryGroups> memory = MemoryGroups.find();
    private final AtomicInteger started = new AtomicInteger();

    ProcessStarter(
            FunctionHostSettings settings,
            List<String> clientOptions,
            Function<FunctionSpec, Map<String, String>> services,
            RuntimeApi api,
            InstantSource clock) {
        this.settings = settings;
        this.command = new FunctionCommand(settings, clientOptions);
        this.services = services;
        this.api = api;
        this.clock = clock;
    }

    FunctionProcess start(FunctionSpec spec) throws IOException {
        return start(spec, command.serve(spec), "");
    }

    FunctionProcess startArchiving(FunctionSpec spec, Path archive) throws IOException {
        return start(spec, command.archiveClasses(spec, archive), "-prepare");
    }

    private FunctionProcess start(FunctionSpec spec, List<String> arguments, String suffix) throws IOException {
        Map<String, String> variables = services.apply(spec);
        String name = LOG_NAME.format(clock.instant()) + "-" + started.incrementAndGet() + suffix + ".log";
        ProcessLog log = ProcessLog.create(settings.logFolder().resolve(spec.name()), name);
        return FunctionProcess.start(
                spec,
                log,
                api,
                new Launch(arguments, address -> command.environment(spec, variables, address), memory));
    }
}
