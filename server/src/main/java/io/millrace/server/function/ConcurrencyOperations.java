package io.millrace.server.function;

import io.millrace.server.function.runtime.FunctionHost;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsRequest;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyResponse;

/**
 * Reserved concurrency: how many invocations of a function may run at once, which is also what others leave free for it.
 * Without a reservation a function takes what the machine's limit leaves. Thread-safe.
 */
public final class ConcurrencyOperations {
    private final Functions functions;
    private final FunctionHost host;

    /** The operations; the host learns what is reserved. */
    public ConcurrencyOperations(Functions functions, FunctionHost host) {
        this.functions = functions;
        this.host = host;
        functions.rows().reservations().forEach((name, count) -> host.reserve(name, OptionalInt.of(count)));
    }

    /** Reserves concurrency; 0 lets the function run not at all. */
    public synchronized PutFunctionConcurrencyResponse putFunctionConcurrency(PutFunctionConcurrencyRequest request) {
        String name = existing(request.functionName());
        int wanted = request.reservedConcurrentExecutions();
        int others = reserved() - functions.rows().reserved(name).orElse(0);
        int left = host.maxInvocations() - others - wanted;
        if (left < host.minUnreserved()) {
            throw FunctionErrors.invalid("Specified ReservedConcurrentExecutions for function decreases account's"
                    + " UnreservedConcurrentExecution below its minimum value of [" + host.minUnreserved() + "].");
        }
        put(name, OptionalInt.of(wanted));
        return PutFunctionConcurrencyResponse.builder()
                .reservedConcurrentExecutions(wanted)
                .build();
    }

    /** What is reserved; nothing in the answer if nothing is. */
    public GetFunctionConcurrencyResponse getFunctionConcurrency(GetFunctionConcurrencyRequest request) {
        OptionalInt reserved = functions.rows().reserved(existing(request.functionName()));
        return GetFunctionConcurrencyResponse.builder()
                .reservedConcurrentExecutions(orNull(reserved))
                .build();
    }

    /** Gives the reservation up. */
    public synchronized DeleteFunctionConcurrencyResponse deleteFunctionConcurrency(
            DeleteFunctionConcurrencyRequest request) {
        put(existing(request.functionName()), OptionalInt.empty());
        return DeleteFunctionConcurrencyResponse.builder().build();
    }

    /** The limits of this machine, and what is left of them. */
    public GetAccountSettingsResponse getAccountSettings(GetAccountSettingsRequest request) {
        long size = 0;
        long count = 0;
        for (var function : functions.rows().listAfter("", Integer.MAX_VALUE)) {
            size += function.codeSize();
            count++;
        }
        long used = size;
        long known = count;
        return GetAccountSettingsResponse.builder()
                .accountLimit(limit -> limit.codeSizeUnzipped(DeploymentPackage.MAX_UNZIPPED_BYTES)
                        .concurrentExecutions(host.maxInvocations())
                        .unreservedConcurrentExecutions(host.maxInvocations() - reserved()))
                .accountUsage(usage -> usage.totalCodeSize(used).functionCount(known))
                .build();
    }

    private void put(String name, OptionalInt count) {
        functions.rows().reserve(name, count);
        host.reserve(name, count);
    }

    private int reserved() {
        return functions.rows().reservations().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private String existing(String text) {
        return functions.load(functions.names().parse(text, null), null).functionName();
    }

    static @Nullable Integer orNull(OptionalInt count) {
        return count.isPresent() ? count.getAsInt() : null;
    }
}
