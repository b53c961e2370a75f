package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.FileFormat;
import io.millrace.catalog.classify.FileSchema;
import io.millrace.catalog.classify.FormatDetail;
import io.millrace.catalog.layout.Folder;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.catalog.type.InferredType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What files have in common, and how much there is of them. CSV columns are compared and joined by position (the readers find
 * them so), others by name.
 *
 * @param schema the joined schema; its counts are those of the files that were read
 * @param objects how many objects there are
 * @param bytes their size
 * @param records about how many records they have
 * @param dataBytes about how many bytes these records take uncompressed
 */
record FolderSchema(FileSchema schema, long objects, long bytes, long records, long dataBytes)
        implements Folder.Schema<FolderSchema> {
    private static final InferredType STRING = new InferredType.Scalar(Primitive.STRING);

    /** Which share of the larger schema's columns must be there in both. */
    private static final double MIN_COMMON_COLUMNS = 0.5;

    static FolderSchema of(FileSchema schema, long objectSize) {
        return new FolderSchema(schema, 1, objectSize, schema.records(), schema.records() * schema.recordBytes());
    }

    /** Folders that are alike mostly have one schema object, which spares comparing its columns. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isShared(FolderSchema other) {
        return schema == other.schema;
    }

    @Override
    public boolean compatibleWith(FolderSchema other) {
        if (isShared(other)) {
            return true;
        }
        FileSchema a = schema;
        FileSchema b = other.schema;
        return a.format() == b.format()
                && a.compression() == b.compression()
                && a.detail().compatibleWith(b.detail());
    }

    /** Names in JSON alone can fit two files, and not those both. */
    @Override
    public FolderSchema together(FolderSchema other) {
        if (isShared(other) || !(schema.detail() instanceof FormatDetail.Json)) {
            return this;
        }
        FormatDetail both = schema.detail().merge(other.schema.detail());
        if (both.equals(schema.detail())) {
            return this;
        }
        FileSchema named = new FileSchema(
                schema.format(),
                schema.compression(),
                both,
                schema.columns(),
                schema.notes(),
                schema.records(),
                schema.recordBytes());
        return new FolderSchema(named, objects, bytes, records, dataBytes);
    }

    // Schemas that are equal are one object (SchemaPool): what is the same need not be compared column by column.
    @SuppressWarnings("ReferenceEquality")
    @Override
    public boolean similarTo(FolderSchema other) {
        if (isShared(other)) {
            return true;
        }
        int larger = Math.max(schema.columns().size(), other.schema.columns().size());
        long common = schema.format() == FileFormat.CSV ? commonByPosition(other) : commonByName(other);
        return larger == 0 || common > larger * MIN_COMMON_COLUMNS;
    }

    private long commonByName(FolderSchema other) {
        return schema.columns().entrySet().stream()
                .filter(column -> {
                    InferredType type = other.schema.columns().get(column.getKey());
                    return type != null && agree(column.getValue(), type);
                })
                .count();
    }

    private long commonByPosition(FolderSchema other) {
        List<Map.Entry<String, InferredType>> mine =
                List.copyOf(schema.columns().entrySet());
        List<Map.Entry<String, InferredType>> theirs =
                List.copyOf(other.schema.columns().entrySet());
        long common = 0;
        for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
            boolean same = mine.get(i).getKey().equals(theirs.get(i).getKey())
                    && agree(mine.get(i).getValue(), theirs.get(i).getValue());
            common += same ? 1 : 0;
        }
        return common;
    }

    /**
     * Structs are alike if most members of the smaller one are in the other as well: members come in later versions of a document.
     */
    private static boolean agree(InferredType a, InferredType b) {
        if (a.equals(b)) {
            return true;
        }
        if (a instanceof InferredType.Members x && b instanceof InferredType.Members y) {
            return agree(x, y);
        }
        if (a instanceof InferredType.ListOf x && b instanceof InferredType.ListOf y) {
            return agree(x.element(), y.element());
        }
        return !a.join(b).equals(STRING);
    }

    private static boolean agree(InferredType.Members a, InferredType.Members b) {
        int smaller = Math.min(a.members().size(), b.members().size());
        long common = a.members().entrySet().stream()
                .filter(member -> {
                    InferredType other = b.members().get(member.getKey());
                    return other != null && agree(member.getValue(), other);
                })
                .count();
        return smaller == 0 || common > smaller * MIN_COMMON_COLUMNS;
    }

    /**
     * CSV columns are found by position, so that files with other names in most positions would mix up their values. Other formats
     * are read by name.
     */
    @Override
    public boolean combinableWith(FolderSchema other) {
        if (schema.format() != FileFormat.CSV) {
            return true;
        }
        Iterator<String> mine = schema.columns().keySet().iterator();
        Iterator<String> theirs = other.schema.columns().keySet().iterator();
        int shared = 0;
        int same = 0;
        while (mine.hasNext() && theirs.hasNext()) {
            shared++;
            same += mine.next().equals(theirs.next()) ? 1 : 0;
        }
        return shared == 0 || same > shared * MIN_COMMON_COLUMNS;
    }

    /** Both together. */
    @SuppressWarnings("ReferenceEquality")
    FolderSchema merge(FolderSchema other) {
        return new FolderSchema(
                isShared(other) ? schema : mergedSchema(other),
                objects + other.objects,
                bytes + other.bytes,
                records + other.records,
                dataBytes + other.dataBytes);
    }

    private FileSchema mergedSchema(FolderSchema other) {
        Map<String, InferredType> columns = schema.columns();
        if (!List.copyOf(columns.entrySet())
                .equals(List.copyOf(other.schema.columns().entrySet()))) {
            columns = schema.format() == FileFormat.CSV ? joinByPosition(other) : joinByName(other);
        }
        return new FileSchema(
                schema.format(),
                schema.compression(),
                schema.detail().merge(other.schema.detail()),
                columns,
                new MergedNotes(schema, other.schema).of(columns),
                schema.records() + other.schema.records(),
                schema.recordBytes());
    }

    private Map<String, InferredType> joinByName(FolderSchema other) {
        Map<String, InferredType> joined = new LinkedHashMap<>(schema.columns());
        other.schema.columns().forEach((name, type) -> joined.merge(name, type, InferredType::join));
        return joined;
    }

    /** The names are those of the first that has the position; one that another position has already gets a number. */
    private Map<String, InferredType> joinByPosition(FolderSchema other) {
        List<String> names = new ArrayList<>(schema.columns().keySet());
        List<String> theirNames = List.copyOf(other.schema.columns().keySet());
        List<InferredType> types = new ArrayList<>(schema.columns().values());
        List<InferredType> theirTypes = List.copyOf(other.schema.columns().values());
        for (int i = 0; i < theirNames.size(); i++) {
            if (i < names.size()) {
                types.set(i, types.get(i).join(theirTypes.get(i)));
            } else {
                String name = theirNames.get(i);
                for (int copy = i; names.contains(name); copy++) {
                    name = theirNames.get(i) + "_" + copy;
                }
                names.add(name);
                types.add(theirTypes.get(i));
            }
        }
        Map<String, InferredType> joined = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            joined.put(names.get(i), types.get(i));
        }
        return joined;
    }

    /** This schema for all objects of a folder, of which only some were read. */
    FolderSchema extrapolate(long allObjects, long allBytes) {
        double factor = bytes == 0 ? 1 : (double) allBytes / bytes;
        return new FolderSchema(
                schema, allObjects, allBytes, Math.round(records * factor), Math.round(dataBytes * factor));
    }

    /** The average size of a record in bytes, uncompressed. */
    long averageRecordSize() {
        return records == 0 ? 0 : Math.max(1, dataBytes / records);
    }
}
