package io.millrace.catalog.crawl;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The two ends of a stream between a crawl and a process that has a {@link FileCluster}. A load goes over as the number of its
 * requests, and each as its length and bytes; back come as many answers, or the number {@link #FAILED} and a message. The stream's end
 * ends the process. One load at a time; thread-safe.
 */
public final class FileRequestStream implements FileCluster {
    private static final int FAILED = -1;

    private final int filesAtOnce;
    private final DataInputStream answers;
    private final DataOutputStream requests;

    /** The crawl's end. */
    public FileRequestStream(int filesAtOnce, InputStream answers, OutputStream requests) {
        this.filesAtOnce = filesAtOnce;
        this.answers = new DataInputStream(new BufferedInputStream(answers));
        this.requests = new DataOutputStream(new BufferedOutputStream(requests));
    }

    @Override
    public int filesAtOnce() {
        return filesAtOnce;
    }

    @Override
    public synchronized List<byte[]> answerAll(List<byte[]> load) throws IOException {
        write(requests, load);
        int count = answers.readInt();
        if (count == FAILED) {
            throw new IOException(new String(read(answers), StandardCharsets.UTF_8));
        }
        return read(answers, count);
    }

    /** The process's end: lets {@code cluster} answer until the requests end. */
    public static void serve(InputStream requests, OutputStream answers, FileCluster cluster) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(requests));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(answers));
        while (true) {
            int count;
            try {
                count = in.readInt();
            } catch (EOFException e) {
                return;
            }
            answer(read(in, count), out, cluster);
        }
    }

    private static void answer(List<byte[]> load, DataOutputStream out, FileCluster cluster) throws IOException {
        List<byte[]> answered;
        try {
            answered = cluster.answerAll(load);
        } catch (IOException e) {
            byte[] message = String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
            out.writeInt(FAILED);
            out.writeInt(message.length);
            out.write(message);
            out.flush();
            return;
        }
        write(out, answered);
    }

    private static void write(DataOutputStream out, List<byte[]> parts) throws IOException {
        out.writeInt(parts.size());
        for (byte[] part : parts) {
            out.writeInt(part.length);
            out.write(part);
        }
        out.flush();
    }

    private static List<byte[]> read(DataInputStream in, int count) throws IOException {
        List<byte[]> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(read(in));
        }
        return parts;
    }

    private static byte[] read(DataInputStream in) throws IOException {
        byte[] part = new byte[in.readInt()];
        in.readFully(part);
        return part;
    }
}
