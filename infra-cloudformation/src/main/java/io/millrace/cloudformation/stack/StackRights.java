package io.millrace.cloudformation.stack;

import io.millrace.cloudformation.resource.StackIdentity;
import java.util.function.Supplier;

/** With whose permissions handlers call services. Thread-safe. */
public interface StackRights {
    /**
     * Makes a handler's call for a stack, on the calling thread.
     *
     * @param roleArn the stack's role; empty if it has none
     * @throws io.millrace.cloudformation.resource.ResourceException if the role cannot be taken
     */
    <T> T call(StackIdentity stack, String roleArn, Supplier<T> call);

    /** A place where handlers have their own rights, whatever the role. */
    static StackRights ofHandlers() {
        return new StackRights() {
            @Override
            public <T> T call(StackIdentity stack, String roleArn, Supplier<T> call) {
                return call.get();
            }
        };
    }
}
