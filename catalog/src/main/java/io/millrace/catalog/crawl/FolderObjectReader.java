package io.millrace.catalog.crawl;

import io.millrace.catalog.expression.CodePointOrder;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
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
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Reads a folder of this machine as if it were a bucket: a file's key is its path below the root, with slashes, and its ETag is made of its size,
 * time of change and identity. Keys come in the order in which S3 lists them. Links are not followed, and what
 * is neither file nor folder is left out.
 */
public final class FolderObjectReader implements ObjectReader {
    /** Folders are opened before their turn by other threads: so many at once, since one is but a few system calls. */
    private static final int FOLDERS_A_TASK = 16;

    private static final int TASKS_AHEAD = 4;
    private static final int THREADS = 4;

    /** How many entries of a folder are asked for their attributes by one thread. */
    private static final int ENTRIES_A_PART = 1000;

    /** What the JDK reads from a stream without allocating native memory. */
    private static final int STREAMED_BYTES = 8 << 10;

    private final Path root;
    private final FolderOpener opener;
    private final ExecutorService threads;

    /** How a folder is opened. */
    @FunctionalInterface
    interface FolderOpener {
        DirectoryStream<Path> open(Path folder) throws IOException;
    }

    /** Reads below {@code root}, which stands for every bucket. */
    public FolderObjectReader(Path root) {
        this(root, Files::newDirectoryStream);
    }

    FolderObjectReader(Path root, FolderOpener opener) {
        this.root = root;
        this.opener = opener;
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

    /** A listing opens folders ahead of itself; a second range would read the folders above it again. */
    @Override
    public int rangesAtOnce() {
        return 1;
    }

    @Override
    public int readsATask() {
        return 16;
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
            FoldersAhead ahead = new FoldersAhead(
                    bucket,
                    wanted.stream()
                            .filter(Entry::isFolder)
                            .map(entry -> folder + entry.name())
                            .toList());
            for (Entry entry : wanted) {
                if (entry.isFolder()) {
                    enter(folder + entry.name(), ahead.next());
                } else {
                    add(new StoredObject(bucket, folder + entry.name(), entry.size(), entry.etag()));
                }
                if (next == Next.END) {
                    ahead.cancel();
                    return;
                }
            }
        }

        private void enter(String folder, Opened opened) throws IOException {
            if (opened.denied().isPresent()) {
                pages.refused(folder, opened.denied().get());
            } else {
                visit(folder, opened.entries());
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

    /** What is in some folders, in their order. */
    private final class FoldersAhead {
        private final String bucket;
        private final List<String> folders;
        private final Deque<Future<List<Opened>>> asked = new ArrayDeque<>();
        private Iterator<Opened> ready = Collections.emptyIterator();
        private int begun;

        FoldersAhead(String bucket, List<String> folders) {
            this.bucket = bucket;
            this.folders = folders;
        }

        Opened next() throws IOException {
            while (begun < folders.size() && asked.size() < TASKS_AHEAD) {
                List<String> some = folders.subList(begun, Math.min(begun + FOLDERS_A_TASK, folders.size()));
                begun += some.size();
                asked.add(threads.submit(() -> entriesOf(some)));
            }
            if (!ready.hasNext()) {
                ready = await(asked.remove()).iterator();
            }
            return ready.next();
        }

        private List<Opened> entriesOf(List<String> some) throws IOException {
            List<Opened> all = new ArrayList<>(some.size());
            for (String folder : some) {
                all.add(open(folder));
            }
            return all;
        }

        private Opened open(String folder) throws IOException {
            try {
                return new Opened(entries(bucket, folder), Optional.empty());
            } catch (AccessDeniedException e) {
                return new Opened(List.of(), Optional.of(e));
            }
        }

        void cancel() {
            asked.forEach(future -> future.cancel(false));
        }
    }

    private static <T> T await(Future<T> entries) throws IOException {
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

    /** What is in a folder, or why that cannot be known. */
    private record Opened(List<Entry> entries, Optional<AccessDeniedException> denied) {}

    /** A file, or a folder, whose name has a slash at its end. */
    private record Entry(String name, long size, String etag) {
        boolean isFolder() {
            return name.endsWith("/");
        }
    }

    private List<Entry> entries(String bucket, String folder) throws IOException {
        List<Entry> entries;
        try (DirectoryStream<Path> stream = opener.open(root.resolve(folder))) {
            List<Path> paths = new ArrayList<>();
            stream.forEach(paths::add);
            entries = paths.size() <= ENTRIES_A_PART ? entries(paths) : inParts(paths);
        } catch (NotDirectoryException | NoSuchFileException e) {
            // It vanished, as an object does between two pages of a listing.
            return List.of();
        } catch (AccessDeniedException e) {
            AccessDeniedException denied = new AccessDeniedException(
                    "Cannot list %s: access is denied".formatted(StoredObject.uri(bucket, folder)));
            denied.initCause(e);
            throw denied;
        } catch (IOException e) {
            throw new IOException("Cannot list %s: %s".formatted(StoredObject.uri(bucket, folder), e), e);
        }
        entries.sort((one, other) -> CodePointOrder.compare(one.name(), other.name()));
        return entries;
    }

    /** Of a folder with thousands of others it takes as long to ask what they are as to open them all, so that is shared out. */
    private static List<Entry> inParts(List<Path> paths) throws IOException {
        int parts = (paths.size() - 1) / ENTRIES_A_PART + 1;
        try {
            return IntStream.range(0, parts)
                    .parallel()
                    .mapToObj(part -> part(paths, part * ENTRIES_A_PART))
                    .collect(ArrayList::new, List::addAll, List::addAll);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static List<Entry> part(List<Path> paths, int from) {
        try {
            return entries(paths.subList(from, Math.min(from + ENTRIES_A_PART, paths.size())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Entry> entries(List<Path> paths) throws IOException {
        List<Entry> entries = new ArrayList<>(paths.size());
        for (Path path : paths) {
            add(entries, path);
        }
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
        // As long as it was when it was listed: to ask again costs as much as a small read.
        byte[] bytes = new byte[(int) Math.max(0, Math.min(length, object.size() - offset))];
        try {
            int got = bytes.length <= STREAMED_BYTES ? stream(path, offset, bytes) : channel(path, offset, bytes);
            // Fewer bytes than there were come when the file has become shorter.
            return new ObjectPart(got < bytes.length ? Arrays.copyOf(bytes, got) : bytes, "");
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

    /** A stream is opened and closed in a fraction of a channel's time, but copies what is more than a few kilobytes. */
    private static int stream(Path path, long offset, byte[] bytes) throws IOException {
        try (InputStream file = open(path)) {
            file.skipNBytes(offset);
            return file.readNBytes(bytes, 0, bytes.length);
        }
    }

    private static InputStream open(Path path) throws IOException {
        try {
            return new FileInputStream(path.toFile());
        } catch (FileNotFoundException e) {
            // This one says why.
            return Files.newInputStream(path);
        }
    }

    private static int channel(Path path, long offset, byte[] bytes) throws IOException {
        try (FileChannel file = FileChannel.open(path)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            int got = 0;
            while (buffer.hasRemaining() && got >= 0) {
                got = file.read(buffer, offset + buffer.position());
            }
            return buffer.position();
        }
    }
}
