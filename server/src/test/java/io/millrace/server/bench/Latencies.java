package io.millrace.server.bench;

import java.util.Arrays;
import java.util.List;

/** The durations of calls, in nanoseconds. Filled by one thread, then merged. */
final class Latencies {
    private long[] nanos = new long[1024];
    private int size;

    void add(long duration) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, size * 2);
        }
        nanos[size++] = duration;
    }

    int size() {
        return size;
    }

    static Latencies merged(List<Latencies> parts) {
        Latencies all = new Latencies();
        for (Latencies part : parts) {
            for (int i = 0; i < part.size; i++) {
                all.add(part.nanos[i]);
            }
        }
        Arrays.sort(all.nanos, 0, all.size);
        return all;
    }

    /** A percentile of merged ones, in milliseconds. */
    double percentileMillis(double percent) {
        int rank = (int) Math.ceil(percent / 100 * size) - 1;
        return size == 0 ? Double.NaN : nanos[Math.max(0, rank)] / 1e6;
    }
}
