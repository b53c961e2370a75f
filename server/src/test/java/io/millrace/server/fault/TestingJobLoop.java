package io.millrace.server.fault;

import io.millrace.etl.job.RawToParquetJob;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A warm driver: each line of its input is a run's arguments, with tabs between; each line of its output says what came of one. */
final class TestingJobLoop {
    private TestingJobLoop() {}

    public static void main(String[] args) throws IOException {
        PrintStream out = System.out;
        System.setOut(System.err);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (true) {
            out.println("ready");
            String line = in.readLine();
            if (line == null) {
                return;
            }
            try {
                RawToParquetJob.main(line.split("\t"));
                out.println("done");
            } catch (Exception e) { // whatever ends a run
                e.printStackTrace();
                out.println("failed "
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            }
        }
    }
}
