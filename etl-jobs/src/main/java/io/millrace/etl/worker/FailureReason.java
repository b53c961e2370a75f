package io.millrace.etl.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Boils an exception and its causes down to what the user of a job should read: no stack trace, no Spark task numbers. */
final class FailureReason {
    /** Glue cuts its own error messages, too; a whole bad row may be in it. */
    private static final int MAX_LENGTH = 2_000;

    private static final int MAX_DEPTH = 20;

    /** Spark's frames around the failure of a task, which say nothing of their own. */
    private static final Pattern FRAME = Pattern.compile(
            "^(?:Job aborted|Job \\d+ cancelled|Writing job aborted|Task failed while writing|An exception was thrown).*",
            Pattern.DOTALL);

    private static final Pattern ERROR_CLASS = Pattern.compile("^\\[([A-Z0-9_.]+)\\]\\s*");

    /** Ends a sentence of Spark's; the place in the query may follow, and the query's text or plan, which nobody wants to read. */
    private static final Pattern SQL_STATE =
            Pattern.compile("\\s*SQLSTATE: \\w+(?:\\W{1,3}line (\\d+),? pos (\\d+)\\b)?.*$", Pattern.DOTALL);

    /** What differs between two tellings of the same sentence. */
    private static final Pattern END = Pattern.compile("\\.?(?: \\(line \\d+, position \\d+\\))?$");

    private FailureReason() {}

    /** The messages of the chain, outermost first, each once. */
    static String of(Throwable failure) {
        List<String> parts = new ArrayList<>();
        Throwable current = failure;
        for (int depth = 0; current != null && depth < MAX_DEPTH; depth++) {
            String text = text(current);
            if (!text.isEmpty() && parts.stream().noneMatch(part -> tells(part, text))) {
                parts.add(text);
            }
            current = current.getCause();
        }
        String reason = parts.isEmpty() ? failure.getClass().getSimpleName() : String.join(": ", parts);
        return reason.length() <= MAX_LENGTH ? reason : reason.substring(0, MAX_LENGTH - 1) + "…";
    }

    private static boolean tells(String part, String text) {
        return part.contains(END.matcher(text).replaceFirst(""));
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            // A name such as EOFException says more than nothing.
            return failure.getCause() == null ? failure.getClass().getSimpleName() : "";
        }
        if (failure.getCause() != null && message.equals(failure.getCause().toString())) {
            return "";
        }
        Matcher errorClass = ERROR_CLASS.matcher(message.strip());
        String plain = withoutState(errorClass.replaceFirst("")).strip();
        if (errorClass.lookingAt() && errorClass.group(1).startsWith("TASK_WRITE_FAILED")) {
            return "";
        }
        return FRAME.matcher(plain).matches() && failure.getCause() != null ? "" : firstLine(plain);
    }

    private static String withoutState(String message) {
        return SQL_STATE
                .matcher(message)
                .replaceFirst(end ->
                        end.group(1) == null ? "" : " (line %s, position %s)".formatted(end.group(1), end.group(2)));
    }

    private static String firstLine(String text) {
        int stack = text.indexOf("\n\tat ");
        return (stack < 0 ? text : text.substring(0, stack))
                .replaceAll("\\s*\\n\\s*", " ")
                .strip();
    }
}
