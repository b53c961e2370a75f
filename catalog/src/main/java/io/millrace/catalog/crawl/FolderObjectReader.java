package io.millrace.catalog.crawl;

import io.millrace.catalog.expression.CodePointOrder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Reads a folder of this machine as if it were a bucket: a file's key is its path below the root, with slashes, and its ETag is made of its size,
 * time of change and identity. Keys come in the order in which S3 lists them. Links are not followed, and what
 * is neither file nor folder is left out.
 */
public final class FolderObjectReader implements ObjectReader {
    /** How many folders are opened before their turn: reading one is a few system calls, which wait for each other else. */
    private static final int FOLDERS_AHEAD = 64;

    private static final int THREADS = 4;

    private final Path root;
    private final ExecutorService threads;

    /** Reads below {@code root}, which stands for every bucket. */
    public FolderObjectReader(Path root) {
        this.root = root;
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "crawl-folders");
                    thread.setDaemon(true);
                    return thread;
                });
        // An idle reader has no threads, and so nothing to close.
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    /** Reads the files of this machine: the keys are absolute paths without the first slash, as targets {@code file:///…} have them. */
    public static FolderObjectReader ofMachine() {
        return new FolderObjectReader(Path.of("/"));
    }

    @Override
    public void list(String bucket, String prefix, String after, PageConsumer pages) throws IOException {
        int slash = prefix.lastIndexOf('/') + 1;
        new Walk(bucket, prefix, after, pages).start(prefix.substring(0, slash));
    }

    /** One listing. */
    private final class Walk {
        private final String bucket;
        private final String prefix;
        private final String after;
        private final PageConsumer pages;
        private List<StoredObject> page = new ArrayList<>();
        private Next next = Next.PAGE;

        Walk(String bucket, String prefix, String after, PageConsumer pages) {
            this.bucket = bucket;
            this.prefix = prefix;
            this.after = after;
            this.pages = pages;
        }

        void start(String folder) throws IOException {
            visit(folder, entries(bucket, folder));
            if (next == Next.PAGE) {
                pages.accept(page);
            }
        }

        private void visit(String folder, List<Entry> entries) throws IOException {
            List<Entry> wanted =
                    entries.stream().filter(entry -> isWanted(folder, entry)).toList();
            Deque<Future<List<Entry>>> ahead = new ArrayDeque<>();
            int asked = 0;
            for (Entry entry : wanted) {
                for (; asked < wanted.size() && ahead.size() < FOLDERS_AHEAD; asked++) {
                    Entry next = wanted.get(asked);
                    if (next.isFolder()) {
                        ahead.add(threads.submit(() -> entries(bucket, folder + next.name())));
                    }
                }
                if (entry.isFolder()) {
                    visit(folder + entry.name(), await(ahead.remove()));
                } else {
                    add(new StoredObject(bucket, folder + entry.name(), entry.size(), entry.etag()));
                }
                if (next == Next.END) {
                    ahead.forEach(future -> future.cancel(false));
                    return;
                }
            }
        }

        /** Whether the entry, or something in it, belongs to the listing. */
        private boolean isWanted(String folder, Entry entry) {
            String key = folder + entry.name();
            boolean in = key.startsWith(prefix) || (entry.isFolder() && prefix.startsWith(key));
            boolean later = CodePointOrder.compare(key, after) > 0 || (entry.isFolder() && after.startsWith(key));
            return in && later;
        }

        private void add(StoredObject object) throws IOException {
            if (page.size() == PAGE_KEYS) {
                next = pages.accept(page);
                page = new ArrayList<>();
            }
            page.add(object);
        }
    }

    private static List<Entry> await(Future<List<Entry>> entries) throws IOException {
        try {
            return entries.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("The listing was interrupted");
            interrupted.initCause(e);
            throw interrupted;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException("A folder cannot be listed", e.getCause());
        }
    }

    /** A file, or a folder, whose name has a slash at its end. */
    private record Entry(String name, long size, String etag) {
        boolean isFolder() {
            return name.endsWith("/");
        }
    }

    private List<Entry> entries(String bucket, String folder) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(root.resolve(folder))) {
            for (Path path : stream) {
                add(entries, path);
            }
        } catch (NotDirectoryException | NoSuchFileException e) {
            // It vanished, as an object does between two pages of a listing.
            return List.of();
        } catch (IOException e) {
            throw new IOException("Cannot list %s: %s".formatted(StoredObject.uri(bucket, folder), e), e);
        }
        entries.sort((one, other) -> CodePointOrder.compare(one.name(), other.name()));
        return entries;
    }

    private static void add(List<Entry> entries, Path path) throws IOException {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (file.isDirectory()) {
                entries.add(new Entry(path.getFileName() + "/", 0, ""));
            } else if (file.isRegularFile()) {
                entries.add(new Entry(String.valueOf(path.getFileName()), file.size(), etag(file)));
            }
        } catch (NoSuchFileException e) {
            // Gone since the folder was opened.
            return;
        }
    }

    private static String etag(BasicFileAttributes file) {
        return file.size() + "-" + file.lastModifiedTime().to(TimeUnit.NANOSECONDS) + "-" + file.fileKey();
    }

    @Override
    public List<String> listFolders(String bucket, String prefix, String after) throws IOException {
        return entries(bucket, prefix).stream()
                .filter(Entry::isFolder)
                .map(entry -> prefix + entry.name())
                .filter(key -> CodePointOrder.compare(key, after) > 0)
                .limit(PAGE_KEYS)
                .toList();
    }

    @Override
    public ObjectPart read(StoredObject object, long offset, int length) throws IOException {
        Path path = root.resolve(object.key());
        try (FileChannel file = FileChannel.open(path)) {
            int size = (int) Math.max(0, Math.min(length, file.size() - offset));
            ByteBuffer bytes = ByteBuffer.allocate(size);
            int got = 0;
            while (bytes.hasRemaining() && got >= 0) {
                // Fewer bytes than there were come when the file has become shorter.
                got = file.read(bytes, offset + bytes.position());
            }
            byte[] read = bytes.hasRemaining() ? Arrays.copyOf(bytes.array(), bytes.position()) : bytes.array();
            return new ObjectPart(read, "");
        } catch (NoSuchFileException e) {
            throw e;
        } catch (AccessDeniedException e) {
            AccessDeniedException denied =
                    new AccessDeniedException("Cannot read %s: access is denied".formatted(object.uri()));
            denied.initCause(e);
            throw denied;
        } catch (IOException e) {
            throw new IOException("Cannot read %s: %s".formatted(object.uri(), e.getMessage()), e);
        }
    }
}
