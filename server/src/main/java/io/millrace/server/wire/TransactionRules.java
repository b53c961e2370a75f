package io.millrace.server.wire;

import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;

/**
 * How several changes of a service become one.
 *
 * @param transactor makes them one
 * @param operations the names of the operations that may take part
 * @param admission told each request when it is read; throws if this one cannot take part though its operation can
 * @param conditions what a change may demand besides its request, by the member's name; told the request and the member's text
 *     directly before the change, in the same transaction; throws if the demand is not met
 */
public record TransactionRules(
        Transactor transactor,
        Set<String> operations,
        Consumer<SdkPojo> admission,
        Map<String, BiConsumer<SdkPojo, String>> conditions) {
    /** Copies the collections. */
    public TransactionRules {
        operations = Set.copyOf(operations);
        conditions = Map.copyOf(conditions);
    }

    /** Makes what happens on a thread one transaction. */
    @FunctionalInterface
    public interface Transactor {
        /** Runs {@code work}; whatever it throws undoes all that it did and is rethrown. */
        <T> T transact(Supplier<T> work);
    }
}
