package io.millrace.catalog.classify;

import java.io.IOException;
import java.util.Optional;

/** Recognises one format, or what one of a user's classifiers describes. Without state, so threads may share it. */
interface FormatClassifier {
    /**
     * The object's schema, or empty if it is not of this format, so that the next one is asked.
     *
     * @throws UnreadableObjectException if it surely is of this format, but damaged or beyond a limit
     * @throws IOException if reading more of the object fails
     */
    Optional<FileSchema> classify(Head head) throws IOException, UnreadableObjectException;
}
