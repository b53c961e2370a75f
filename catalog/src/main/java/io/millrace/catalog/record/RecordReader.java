package io.millrace.catalog.record;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.catalog.classify.UnreadableObjectException;
import java.io.Closeable;
import java.io.IOException;

/** The records of one file, one after the other; only one is in memory. For one thread. */
public interface RecordReader extends Closeable {
    /**
     * Writes the next record as a JSON object whose keys are the table's columns, or for JSON files those of the file. Values that are no more than text in
     * the file are numbers and truth values if the column's type asks for them and they are such, else text; an empty text is null.
     * Dates and times are text as SQL has it, decimals text with all their digits.
     *
     * @return whether there was one
     * @throws UnreadableObjectException if the file is damaged, with the reason
     */
    boolean next(JsonGenerator out) throws IOException, UnreadableObjectException;
}
