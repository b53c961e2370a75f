package io.millrace.etl.worker;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main class of a job run's process: {@code JobWorker <main class> <arguments…>} runs the job's main class. Ends with 0 when
 * that returned and with 1 when it threw; then what the user should read is in the file that {@code MILLRACE_RUN_RESULT} names
 * (UTF-8), and the stack trace is in the log. Ends at once with {@value #PARENT_GONE} when standard input ends.
 */
public final class JobWorker {
    /** Exit code when the process that started this one is gone. */
    static final int PARENT_GONE = 3;

    private static final int FAILED = 1;
    private static final Logger LOG = LoggerFactory.getLogger(JobWorker.class);

    private JobWorker() {}

    /** See the class. */
    @SuppressWarnings("RegexpSinglelineJava") // the process's start-up is here
    public static void main(String[] arguments) {
        ParentWatch.start(System.in, () -> Runtime.getRuntime().halt(PARENT_GONE));
        Optional<Path> result =
                Optional.ofNullable(System.getenv("MILLRACE_RUN_RESULT")).map(Path::of);
        int code = run(arguments, result);
        // A job may have left threads behind; Spark's shutdown hooks remove its temporary folders.
        System.exit(code);
    }

    static int run(String[] arguments, Optional<Path> result) {
        try {
            if (arguments.length == 0) {
                throw new IllegalArgumentException("No main class given");
            }
            Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(arguments, 1, arguments.length));
            return 0;
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return fail(FailureReason.of(cause), cause, result);
        } catch (ClassNotFoundException e) {
            return fail("The job's main class %s is not on its class path".formatted(arguments[0]), e, result);
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return fail("Class %s has no public static void main(String[])".formatted(arguments[0]), e, result);
        } catch (IllegalArgumentException | LinkageError e) {
            return fail(FailureReason.of(e), e, result);
        }
    }

    private static int fail(String reason, Throwable cause, Optional<Path> result) {
        LOG.error("The job failed: {}", reason, cause);
        result.ifPresent(file -> {
            try {
                Files.writeString(file, reason);
            } catch (IOException e) {
                LOG.error("Cannot write the reason to {}", file, e);
            }
        });
        return FAILED;
    }
}
