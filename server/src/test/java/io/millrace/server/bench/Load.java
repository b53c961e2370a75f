package io.millrace.server.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Calls from several connections at once, each sending its next call when the last one is answered. */
final class Load implements AutoCloseable {
    private final List<SignedConnection> connections = new ArrayList<>();
    private final ExecutorService threads;
    private final ServeProcess server;

    Load(ServeProcess server, int connectionCount) throws IOException {
        this.server = server;
        for (int i = 0; i < connectionCount; i++) {
            connections.add(server.connect());
        }
        threads = Executors.newFixedThreadPool(connectionCount);
    }

    /** One call: on this connection, by the worker of this number, the how-manieth of all. */
    @FunctionalInterface
    interface Call {
        void run(SignedConnection connection, int worker, long number) throws IOException;
    }

    /** What was measured. */
    record Measured(Latencies latencies, double seconds, double serverCpuSeconds) {
        double callsPerSecond() {
            return latencies.size() / seconds;
        }

        double serverCpuMillisPerCall() {
            return serverCpuSeconds * 1000 / latencies.size();
        }
    }

    Measured forTime(Duration duration, Call call) {
        return run(Long.MAX_VALUE, System.nanoTime() + duration.toNanos(), call);
    }

    /** Calls with the numbers from 0 to {@code count - 1}. */
    Measured times(long count, Call call) {
        return run(count, Long.MAX_VALUE, call);
    }

    private Measured run(long count, long endNanos, Call call) {
        AtomicLong next = new AtomicLong();
        double cpuBefore = server.cpuSeconds();
        long start = System.nanoTime();
        List<Future<Latencies>> futures = new ArrayList<>();
        for (int worker = 0; worker < connections.size(); worker++) {
            int number = worker;
            futures.add(threads.submit(() -> work(next, count, endNanos, number, call)));
        }
        List<Latencies> parts = futures.stream().map(Load::await).toList();
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Measured(Latencies.merged(parts), seconds, server.cpuSeconds() - cpuBefore);
    }

    private Latencies work(AtomicLong next, long count, long endNanos, int worker, Call call) throws IOException {
        Latencies latencies = new Latencies();
        SignedConnection connection = connections.get(worker);
        long now = System.nanoTime();
        // A difference of nanoTimes may overflow, a comparison with MAX_VALUE must not.
        while (endNanos == Long.MAX_VALUE || now - endNanos < 0) {
            long number = next.getAndIncrement();
            if (number >= count) {
                break;
            }
            call.run(connection, worker, number);
            long ended = System.nanoTime();
            latencies.add(ended - now);
            now = ended;
        }
        return latencies;
    }

    private static Latencies await(Future<Latencies> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        for (SignedConnection connection : connections) {
            connection.close();
        }
    }
}
