package io.millrace.server.wire;

import io.millrace.catalog.sdkjson.WireRecord;
import io.millrace.server.wire.model.ApiModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;

/**
 * One AWS service that the server speaks: its operations, registered by their SDK request types. Protocol, paths, statuses,
 * errors and constraints come from the service's API model. Immutable.
 */
public final class ServiceDefinition {
    /** Room for 100 partitions of a thousand columns each; no operation of Glue takes more. */
    public static final int DEFAULT_MAX_BODY_BYTES = 16 * 1024 * 1024;

    private final ApiModel model;
    private final Map<String, Operation> operations;
    private final WireProtocol protocol;
    private final int maxBodyBytes;
    private final Optional<Transact> transact;

    private ServiceDefinition(Builder builder) {
        this.model = builder.model;
        this.operations = new LinkedHashMap<>(builder.operations);
        this.protocol = protocol(model, operations);
        this.maxBodyBytes = builder.maxBodyBytes;
        this.transact = Optional.ofNullable(builder.transactions).map(rules -> new Transact(model, operations, rules));
    }

    private static WireProtocol protocol(ApiModel model, Map<String, Operation> operations) {
        return switch (model.protocol()) {
            case "json" -> new Json11Protocol(model, operations);
            case "rest-json" -> new RestJsonProtocol(model, operations);
            case "query" -> new QueryProtocol(model, operations);
            default ->
                throw new IllegalArgumentException(
                        "Service " + model.service() + " speaks " + model.protocol() + ", which is not built");
        };
    }

    /**
     * Starts a definition.
     *
     * @param service signing name, such as {@code glue}
     * @throws IllegalArgumentException if the build made no API model of the service
     */
    public static Builder builder(String service) {
        return new Builder(ApiModel.load(service));
    }

    /** The signing name. */
    public String name() {
        return model.service();
    }

    /** The names of the registered operations of AWS. */
    public Set<String> operations() {
        return operations.values().stream()
                .filter(operation -> !operation.isOwn())
                .map(operation -> operation.model().name())
                .collect(Collectors.toUnmodifiableSet());
    }

    int maxBodyBytes() {
        return maxBodyBytes;
    }

    /** What answers a transaction of this service's operations, if it has them. */
    Optional<Transact> transact() {
        return transact;
    }

    ApiModel model() {
        return model;
    }

    WireProtocol protocol() {
        return protocol;
    }

    /** Collects a service's operations. Not thread-safe. */
    public static final class Builder {
        private final ApiModel model;
        private final Map<String, Operation> operations = new LinkedHashMap<>();
        private int maxBodyBytes = DEFAULT_MAX_BODY_BYTES;
        private @Nullable TransactionRules transactions;

        private Builder(ApiModel model) {
            this.model = model;
        }

        /** Registers an operation, such as {@code operation(GetTableRequest.class, tables::getTable)}. */
        public <Q extends SdkRequest, R extends SdkResponse> Builder operation(
                Class<Q> type, Function<Q, R> operation) {
            return operationWithContext(type, (context, request) -> operation.apply(request));
        }

        /**
         * Registers an operation that wants to know who calls.
         *
         * @throws IllegalArgumentException if the service has no such operation, or it is registered already
         */
        public <Q extends SdkRequest, R extends SdkResponse> Builder operationWithContext(
                Class<Q> type, ServiceOperation<Q, R> operation) {
            return add(Operation.of(model, type, operation));
        }

        /**
         * Registers an operation that AWS does not have: {@code Millrace.} and the record's name. It may also be part of a transaction, if the
         * rules say so.
         */
        public <Q extends WireRecord> Builder ownOperation(Class<Q> type, Function<Q, ? extends WireRecord> operation) {
            return add(Operation.own(type, operation));
        }

        private Builder add(Operation added) {
            if (operations.putIfAbsent(added.model().name(), added) != null) {
                throw new IllegalArgumentException(
                        "Operation " + added.model().name() + " of " + model.service() + " is registered twice");
            }
            return this;
        }

        /** The longest request that the service reads, in bytes; {@link #DEFAULT_MAX_BODY_BYTES} if nothing is said. */
        public Builder maxBodyBytes(int bytes) {
            maxBodyBytes = bytes;
            return this;
        }

        /** Lets several of the service's changes be sent as one transaction, {@value Transact#TARGET}. */
        public Builder transactions(TransactionRules rules) {
            transactions = rules;
            return this;
        }

        /** The definition. */
        public ServiceDefinition build() {
            return new ServiceDefinition(this);
        }
    }
}
