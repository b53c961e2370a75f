package io.millrace.etl.orc;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The conversion in a class loader of its own over the jobs' class path, which has Apache's ORC reader and the Hadoop client that it needs (50 MB); who uses it has neither.
 * Loaded by the first file, for good. Thread-safe.
 */
public final class OrcLibrary implements OrcConversion {
    private static final String CONVERSION = "io.millrace.etl.orc.OrcParquet";

    /** A stripe of a file is in memory while it is converted, and may have hundreds of megabytes. */
    private static final int FILES_AT_ONCE = 2;

    private final Supplier<Path> classPathFile;
    private final Semaphore turns = new Semaphore(FILES_AT_ONCE, true);
    private @Nullable OrcConversion loaded;

    /** @param classPathFile {@code etl-jobs/target/job.classpath}; asked for once, by the first file */
    public OrcLibrary(Supplier<Path> classPathFile) {
        this.classPathFile = classPathFile;
    }

    @Override
    public void toParquet(Path orc, List<String> columns, Path parquet, long maxBytes) throws IOException, Refusal {
        OrcConversion conversion = conversion();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        turns.acquireUninterruptibly();
        try {
            // Hadoop and ORC look for classes by their names in the thread's loader.
            thread.setContextClassLoader(conversion.getClass().getClassLoader());
            conversion.toParquet(orc, columns, parquet, maxBytes);
        } finally {
            thread.setContextClassLoader(before);
            turns.release();
        }
    }

    private synchronized OrcConversion conversion() {
        if (loaded == null) {
            loaded = load();
        }
        return loaded;
    }

    // The loader lives as long as the conversion, and that as long as the process.
    @SuppressWarnings("resource")
    private OrcConversion load() {
        Path file = classPathFile.get();
        try {
            URLClassLoader loader = new URLClassLoader(jars(Files.readString(file)), new Shared());
            return (OrcConversion)
                    loader.loadClass(CONVERSION).getDeclaredConstructor().newInstance();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ", which the build writes", e);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalStateException("The class path in " + file + " has no ORC reader; build Millrace anew", e);
        }
    }

    private static URL[] jars(String classPath) throws MalformedURLException {
        List<URL> jars = new ArrayList<>();
        for (String jar : classPath.strip().split(File.pathSeparator)) {
            jars.add(Path.of(jar).toUri().toURL());
        }
        return jars.toArray(new URL[0]);
    }

    /** What both sides know as the same classes: the JDK's, the conversion, and where log lines go. */
    private static final class Shared extends ClassLoader {
        private final ClassLoader own = OrcLibrary.class.getClassLoader();

        Shared() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("io.millrace.etl.orc.OrcConversion") || name.startsWith("org.slf4j.")) {
                return own.loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
