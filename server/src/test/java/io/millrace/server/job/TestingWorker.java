package io.millrace.server.job;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Stands in for the Spark worker: the name of the "main class" says what it does. Halts when its standard input ends. */
final class TestingWorker {
    private TestingWorker() {}

    /** The command line of this worker, with itself on the class path. */
    static List<String> command(Path javaHome, String classPath, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                javaHome.resolve("bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                TestingWorker.class.getName(),
                mainClass));
        command.addAll(arguments);
        return command;
    }

    public static void main(String[] args) throws Exception {
        haltWithParent();
        System.out.println("arguments " + Arrays.asList(args).subList(1, args.length));
        switch (args[0]) {
            case "succeed" -> System.err.println("done");
            case "fail" -> fail();
            case "die" -> {
                System.out.println("java.lang.OutOfMemoryError: Java heap space");
                System.exit(3);
            }
            case "linger" -> linger();
            case "stubborn" -> {
                Runtime.getRuntime().addShutdownHook(new Thread(TestingWorker::linger));
                Process child = new ProcessBuilder("sleep", "300").start();
                System.out.println("child " + child.pid());
                linger();
            }
            case "chatty" -> {
                for (int i = 0; i < 20_000; i++) {
                    System.out.println("line " + i);
                }
            }
            case "environment" -> new ProcessBuilder("env").inheritIO().start().waitFor();
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    // The contract of the worker is its environment.
    private static void fail() throws IOException {
        String result = new ProcessBuilder("printenv", "MILLRACE_RUN_RESULT")
                .start()
                .inputReader()
                .readLine();
        Files.writeString(Path.of(result), "Column fare is no number: 's3cret!'\n  at line 7\n");
        System.exit(1);
    }

    private static void linger() {
        System.out.println("lingering");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void haltWithParent() {
        Thread watcher = new Thread(() -> {
            try {
                System.in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                System.err.println(e);
            }
            Runtime.getRuntime().halt(143);
        });
        watcher.setDaemon(true);
        watcher.start();
    }
}
