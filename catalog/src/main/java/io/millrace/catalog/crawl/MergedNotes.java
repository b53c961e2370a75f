package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.ColumnNote;
import io.millrace.catalog.classify.FileSchema;
import io.millrace.catalog.type.InferredType;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of the columns of two schemas that become one. The note of the schema that has the joined type explains it; where
 * neither has it, what one holds broke the type of the other.
 */
final class MergedNotes {
    /** The record of a value that is known, but not where it was found. */
    static final long UNKNOWN_RECORD = 0;

    private final FileSchema first;
    private final FileSchema second;

    MergedNotes(FileSchema first, FileSchema second) {
        this.first = first;
        this.second = second;
    }

    /** The notes for the columns of both. */
    Map<String, ColumnNote> of(Map<String, InferredType> columns) {
        if (first.notes().equals(second.notes()) && columns.equals(first.columns())) {
            return first.notes();
        }
        Map<String, ColumnNote> notes = new HashMap<>();
        columns.forEach((name, type) -> {
            ColumnNote note = note(name, type);
            if (!note.equals(ColumnNote.NONE)) {
                notes.put(name, note);
            }
        });
        return notes;
    }

    private ColumnNote note(String name, InferredType joined) {
        ColumnNote mine = first.notes().getOrDefault(name, ColumnNote.NONE);
        ColumnNote theirs = second.notes().getOrDefault(name, ColumnNote.NONE);
        InferredType type = first.columns().get(name);
        InferredType theirType = second.columns().get(name);
        if (Objects.equals(type, joined) || theirType == null || type == null) {
            return Objects.equals(theirType, joined) || type == null ? mine.or(theirs) : named(mine, theirs);
        }
        if (theirType.equals(joined)) {
            ColumnNote explained = named(theirs, mine);
            return explained.broken().isPresent() ? explained : broken(explained, type, theirs);
        }
        return broken(named(theirs, mine), type, theirs);
    }

    private static ColumnNote named(ColumnNote note, ColumnNote other) {
        return new ColumnNote(note.originalName().or(other::originalName), note.sample(), note.broken());
    }

    private static ColumnNote broken(ColumnNote note, InferredType narrower, ColumnNote breaking) {
        if (narrower instanceof InferredType.Nothing) {
            return note;
        }
        Optional<ColumnNote.Broken> broken = breaking.sample()
                .map(value -> new ColumnNote.Broken(narrower.toHiveType().toString(), value, UNKNOWN_RECORD));
        return new ColumnNote(note.originalName(), note.sample(), broken);
    }
}
