package io.millrace.server.fault;

import io.millrace.etl.job.RawToParquetJob;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** A warm driver: each line of its input is a run's arguments, with tabs between; each line of its output says what came of one. */
final class TestingJobLoop {
    private TestingJobLoop() {}

    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        System.setOut(System.err);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        // By reflection: Spark is on the class path of the driver, not on that of the tests.
        Object spark = method("startSpark", 1).invoke(null, "driver");
        Method run = method("run", 2);
        while (true) {
            out.println("ready");
            String line = in.readLine();
            if (line == null) {
                return;
            }
            try {
                run.invoke(null, spark, List.of(line.split("\t")));
                out.println("done");
            } catch (InvocationTargetException e) { // whatever ends a run
                Throwable cause = e.getTargetException();
                cause.printStackTrace();
                out.println("failed "
                        + String.valueOf(cause.getMessage()).lines().findFirst().orElse(""));
            }
        }
    }

    private static Method method(String name, int parameters) {
        return Stream.of(RawToParquetJob.class.getMethods())
                .filter(method -> method.getName().equals(name) && method.getParameterCount() == parameters)
                .findFirst()
                .orElseThrow();
    }
}
