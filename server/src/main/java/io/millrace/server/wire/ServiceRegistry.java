package io.millrace.server.wire;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The services of one server. Immutable. */
public final class ServiceRegistry {
    private final Map<String, ServiceDefinition> services = new LinkedHashMap<>();

    private ServiceRegistry(Collection<ServiceDefinition> definitions) {
        for (ServiceDefinition definition : definitions) {
            if (services.putIfAbsent(definition.name(), definition) != null) {
                throw new IllegalArgumentException("Service " + definition.name() + " is defined twice");
            }
        }
    }

    /** A registry of these services. */
    public static ServiceRegistry of(ServiceDefinition... definitions) {
        return new ServiceRegistry(List.of(definitions));
    }

    Optional<ServiceDefinition> find(String service) {
        return Optional.ofNullable(services.get(service));
    }

    Optional<ServiceDefinition> findByTargetPrefix(String prefix) {
        return services.values().stream()
                .filter(definition ->
                        !prefix.isEmpty() && definition.model().targetPrefix().equals(prefix))
                .findFirst();
    }

    /** The service that takes transactions. */
    Optional<ServiceDefinition> transacting() {
        return services.values().stream()
                .filter(definition -> definition.transact().isPresent())
                .findFirst();
    }

    /** Every registered operation as {@code service:Operation}, such as {@code glue:GetTable}, sorted. */
    public SortedSet<String> operationNames() {
        SortedSet<String> names = new TreeSet<>();
        for (ServiceDefinition definition : services.values()) {
            definition.operations().forEach(operation -> names.add(definition.name() + ":" + operation));
        }
        return names;
    }
}
