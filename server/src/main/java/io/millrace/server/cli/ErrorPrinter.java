package io.millrace.server.cli;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells people what went wrong in a sentence; the stack trace goes to the log file. */
final class ErrorPrinter implements IExecutionExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorPrinter.class);
    private static final int MAX_CAUSES = 3;

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
            String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            String previous = sentences.isEmpty() ? "" : sentences.get(sentences.size() - 1);
            if (!previous.contains(message)) {
                sentences.add(message);
            }
            cause = cause.getCause();
        }
        return String.join(": ", sentences);
    }
}
