package io.millrace.etl.lakehouse.delta;

import io.delta.kernel.engine.FileReadRequest;
import io.delta.kernel.engine.FileSystemClient;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.millrace.etl.lakehouse.LakeObjects;
import io.millrace.etl.lakehouse.LakeObjects.Address;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects as Delta Kernel's files. Read only. */
final class S3Files implements FileSystemClient {
    private final LakeObjects objects;

    S3Files(LakeObjects objects) {
        this.objects = objects;
    }

    /** The files of the path's folder from this name on. */
    @Override
    public CloseableIterator<FileStatus> listFrom(String path) throws IOException {
        Address address = Address.of(path);
        int slash = address.key().lastIndexOf('/') + 1;
        Address folder = new Address(address.bucket(), address.key().substring(0, slash));
        // What a listing starts after is left out of it; no name is just below another, so the one before is asked for.
        String name = address.key().substring(slash);
        String before =
                name.isEmpty() ? "" : address.key().substring(0, address.key().length() - 1);
        List<FileStatus> found = new ArrayList<>();
        try {
            for (S3Object object : objects.list(folder, before)) {
                if (object.key().compareTo(address.key()) >= 0 && object.key().indexOf('/', slash) < 0) {
                    found.add(FileStatus.of(
                            new Address(address.bucket(), object.key()).uri(),
                            object.size(),
                            object.lastModified().toEpochMilli()));
                }
            }
        } catch (SdkException e) {
            throw new IOException("Cannot list %s: %s".formatted(folder.uri(), e.getMessage()), e);
        }
        if (found.isEmpty() && name.isEmpty()) {
            throw new FileNotFoundException("There is nothing at " + folder.uri());
        }
        return Utils.toCloseableIterator(found.iterator());
    }

    @Override
    public String resolvePath(String path) {
        return path;
    }

    @Override
    public CloseableIterator<ByteArrayInputStream> readFiles(CloseableIterator<FileReadRequest> requests) {
        return requests.map(request -> {
            Address address = Address.of(request.getPath());
            try {
                return new ByteArrayInputStream(
                        objects.read(address, request.getStartOffset(), request.getReadLength()));
            } catch (SdkException e) {
                throw new UncheckedIOException(unreadable(address, e));
            }
        });
    }

    /** The whole file. */
    byte[] read(String path) throws IOException {
        Address address = Address.of(path);
        try {
            return objects.read(address);
        } catch (NoSuchKeyException e) {
            // Kernel asks for files that may not be there.
            FileNotFoundException missing = new FileNotFoundException("There is no " + address.uri());
            missing.initCause(e);
            throw missing;
        } catch (SdkException e) {
            throw unreadable(address, e);
        }
    }

    private static IOException unreadable(Address address, SdkException e) {
        return new IOException("Cannot read %s: %s".formatted(address.uri(), e.getMessage()), e);
    }

    @Override
    public boolean mkdirs(String path) {
        throw new UnsupportedOperationException("Tables are only read here");
    }

    @Override
    public boolean delete(String path) {
        throw new UnsupportedOperationException("Tables are only read here");
    }
}
