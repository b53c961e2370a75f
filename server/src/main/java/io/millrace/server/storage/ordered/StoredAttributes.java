package io.millrace.server.storage.ordered;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ObjectStorageClass;

/** What S3Proxy keeps of an object in its file's extended attributes, in the form that S3Proxy 4.1.0 gives it. */
final class StoredAttributes {
    private static final String HASH = "user.content-md5";
    private static final String STORAGE_CLASS = "user.storage-tier";
    private static final int HASH_BYTES = 16;

    /** The hash of a multipart object is text of up to 40 characters; a class has fewer. */
    private static final int USUAL_BYTES = 64;

    private StoredAttributes() {}

    /** The hash of the content or, of a multipart object, the text that S3Proxy keeps; empty for a file that came in another way. */
    static Optional<String> eTag(Path file) throws IOException {
        return read(file, HASH)
                .map(bytes -> bytes.length == HASH_BYTES
                        ? HexFormat.of().formatHex(bytes)
                        : new String(bytes, StandardCharsets.US_ASCII));
    }

    static ObjectStorageClass storageClass(Path file) throws IOException {
        ObjectStorageClass stored = read(file, STORAGE_CLASS)
                .map(bytes -> ObjectStorageClass.fromValue(new String(bytes, StandardCharsets.UTF_8)))
                .orElse(ObjectStorageClass.STANDARD);
        return stored == ObjectStorageClass.UNKNOWN_TO_SDK_VERSION ? ObjectStorageClass.STANDARD : stored;
    }

    /** Whether the folder is an object as well, whose key ends with a slash. */
    static boolean isObject(Path folder) {
        UserDefinedFileAttributeView view = view(folder);
        try {
            return view != null && view.list().contains(HASH);
        } catch (IOException | UnsupportedOperationException e) {
            // A file system without attributes has no such objects.
            return false;
        }
    }

    private static Optional<byte[]> read(Path file, String name) throws IOException {
        UserDefinedFileAttributeView view = view(file);
        if (view == null) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.allocate(USUAL_BYTES);
        try {
            return Optional.of(Arrays.copyOf(buffer.array(), view.read(name, buffer)));
        } catch (IOException | UnsupportedOperationException e) {
            // Missing, longer, no longer there, or not kept by this file system.
            return has(view, name) ? Optional.of(readLong(view, name)) : Optional.empty();
        }
    }

    private static boolean has(UserDefinedFileAttributeView view, String name) {
        try {
            return view.list().contains(name);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static byte[] readLong(UserDefinedFileAttributeView view, String name) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(view.size(name));
        return Arrays.copyOf(buffer.array(), view.read(name, buffer));
    }

    private static @Nullable UserDefinedFileAttributeView view(Path file) {
        return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    }
}
