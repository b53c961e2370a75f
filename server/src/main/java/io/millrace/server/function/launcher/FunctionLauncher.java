package io.millrace.server.function.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;

/**
 * Runs AWS's runtime interface client and ends the process when the server that started it ends: the server holds the other
 * end of standard input, so end of file means that it is gone, even after {@code kill -9}.
 */
public final class FunctionLauncher {
    private static final String RUNTIME_CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final int PARENT_GONE = 113;

    private FunctionLauncher() {}

    /** Starts the runtime interface client with the handler's name as the only argument. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        InputStream parent = System.in;
        System.setIn(InputStream.nullInputStream());
        Thread watch = new Thread(() -> haltAtEndOf(parent), "parent-watch");
        watch.setDaemon(true);
        watch.start();
        try {
            Class.forName(RUNTIME_CLIENT).getMethod("main", String[].class).invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            e.printStackTrace(System.err);
            System.exit(1);
        }
    }

    private static void haltAtEndOf(InputStream parent) {
        try {
            parent.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // a broken pipe says the same as its end
        }
        Runtime.getRuntime().halt(PARENT_GONE);
    }
}
