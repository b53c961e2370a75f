package io.millrace.etl.worker;

/** Lets tests of other packages see what a user would read. */
public final class TestingReasons {
    private TestingReasons() {}

    public static String of(Throwable failure) {
        return FailureReason.of(failure);
    }
}
