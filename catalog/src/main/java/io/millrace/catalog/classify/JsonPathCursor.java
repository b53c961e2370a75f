package io.millrace.catalog.classify;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Moves a parser from one value that a path selects to the next, through documents that follow each other. For one thread. */
public final class JsonPathCursor {
    private final JsonParser parser;
    private final JsonPath path;
    /** The objects and lists on the way, the innermost first: as many as steps were taken. */
    private final Deque<Level> levels = new ArrayDeque<>();

    /** A cursor before the first document. */
    public JsonPathCursor(JsonParser parser, JsonPath path) {
        this.parser = parser;
        this.path = path;
    }

    private static final class Level {
        private final boolean list;
        private int at;

        Level(boolean list) {
            this.list = list;
        }
    }

    /**
     * Stands on the first token of the next value. The one before must have been read to its last token.
     *
     * @return whether there is one
     */
    public boolean next() throws IOException {
        while (true) {
            Level level = levels.peek();
            JsonToken token = parser.nextToken();
            if (level == null) {
                if (token == null) {
                    return false;
                }
            } else if (token == (level.list ? JsonToken.END_ARRAY : JsonToken.END_OBJECT)) {
                levels.pop();
                continue;
            } else if (!isChosen(level)) {
                parser.skipChildren();
                continue;
            }
            if (levels.size() == path.steps().size()) {
                return true;
            }
            enter();
        }
    }

    private boolean isChosen(Level level) throws IOException {
        JsonPath.Step step = path.steps().get(levels.size() - 1);
        if (level.list) {
            return step.isElement(level.at++);
        }
        boolean chosen = step.isMember(parser.currentName());
        parser.nextToken();
        return chosen;
    }

    private void enter() {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            levels.push(new Level(token == JsonToken.START_ARRAY));
        }
    }
}
