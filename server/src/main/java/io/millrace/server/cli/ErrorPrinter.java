package io.millrace.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Tells people what went wrong in a sentence; the stack trace goes to the log file. */
final class ErrorPrinter implements IExecutionExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorPrinter.class);
    private static final int MAX_CAUSES = 3;
    private static final Pattern SDK_ATTEMPTS = Pattern.compile(" \\(SDK Attempt Count: \\d+\\)$");

    @Override
    public int handleExecutionException(Exception failure, CommandLine commandLine, ParseResult parsed) {
        if (LogFile.isChosen()) {
            LOG.error("The command {} failed", parsed.originalArgs(), failure);
        }
        commandLine.getErr().println("millrace: " + describe(failure));
        commandLine.getErr().flush();
        return commandLine.getCommandSpec().exitCodeOnExecutionException();
    }

    static String describe(Throwable failure) {
        List<String> sentences = new ArrayList<>();
        Throwable cause = failure;
        while (cause != null && sentences.size() < MAX_CAUSES) {
            String message = message(cause);
            String previous = sentences.isEmpty() ? "" : sentences.get(sentences.size() - 1);
            if (!previous.contains(message)) {
                sentences.add(message);
            }
            cause = cause.getCause();
        }
        return String.join(": ", sentences);
    }

    /** What the SDK adds for its own developers helps nobody here. */
    private static String message(Throwable cause) {
        if (cause instanceof AwsServiceException refused
                && refused.awsErrorDetails() != null
                && refused.awsErrorDetails().errorMessage() != null) {
            return refused.awsErrorDetails().errorMessage();
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return SDK_ATTEMPTS.matcher(message).replaceFirst("");
    }
}
