package io.millrace.server.cli.stack;

import picocli.CommandLine.Help.Ansi;
import software.amazon.awssdk.services.cloudformation.model.ChangeAction;

/** Colours of a terminal, where there is one. */
public enum Ink {
    GOOD("green"),
    CAREFUL("yellow"),
    BAD("red"),
    QUIET("faint"),
    PLAIN("");

    private final String style;

    Ink(String style) {
        this.style = style;
    }

    /** The text in this colour, if the terminal takes colours. */
    public String paint(String text) {
        // A text that has picocli's own marks in it is shown as it is.
        return style.isEmpty() || text.contains("@|") || text.contains("|@")
                ? text
                : Ansi.AUTO.string("@|" + style + " " + text + "|@");
    }

    static Ink of(ChangeAction action) {
        return switch (action) {
            case ADD, IMPORT -> GOOD;
            case MODIFY, DYNAMIC, SYNC_WITH_ACTUAL -> CAREFUL;
            case REMOVE -> BAD;
            case UNKNOWN_TO_SDK_VERSION -> PLAIN;
        };
    }

    /** The colour of a status such as {@code UPDATE_ROLLBACK_COMPLETE}. */
    static Ink ofStatus(String status) {
        if (status.contains("FAILED") || status.contains("ROLLBACK")) {
            return BAD;
        }
        return status.endsWith("_COMPLETE") ? GOOD : CAREFUL;
    }
}
