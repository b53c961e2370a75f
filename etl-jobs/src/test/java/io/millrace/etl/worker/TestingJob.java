package io.millrace.etl.worker;

/** A main class without Spark for tests of the worker. */
public final class TestingJob {
    private TestingJob() {}

    public static void main(String[] arguments) throws InterruptedException {
        switch (arguments[0]) {
            case "fail" ->
                throw new IllegalStateException(
                        "[SOME_CLASS.SUB] The table is gone SQLSTATE: 42P01",
                        new IllegalArgumentException("No such key"));
            case "wait" -> {
                System.out.println("waiting");
                Thread.currentThread().join();
            }
            default -> System.out.println(String.join("|", arguments));
        }
    }
}
