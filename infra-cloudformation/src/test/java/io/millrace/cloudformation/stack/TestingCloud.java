package io.millrace.cloudformation.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cloudformation.resource.Resource;
import io.millrace.cloudformation.resource.ResourceException;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.ResourceHandlers;
import io.millrace.cloudformation.resource.ResourceRequest;
import io.millrace.cloudformation.resource.SupportedProperties;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * A small cloud with things that have names ({@code Test::Cloud::Named}) and things to which it gives ids itself
 * ({@code Test::Cloud::Numbered}). Records every change, and fails or dies where a test says.
 */
final class TestingCloud {
    static final Set<String> PROPERTIES =
            Set.of("Name", "Size", "Parent", "Fixed", "List", "Deep.Inner", "Deep.Fixed", "Tags");

    private final Map<String, String> things = new TreeMap<>();
    private final Map<String, String> idsByToken = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final Set<String> failing = new HashSet<>();
    private final Faults faults;
    private Optional<CountDownLatch> gate = Optional.empty();
    private int active;
    private int mostActive;

    TestingCloud(Faults faults) {
        this.faults = faults;
    }

    ResourceHandlers handlers() {
        return ResourceHandlers.of(List.of(new Handler("Test::Cloud::Named"), new Handler("Test::Cloud::Numbered")));
    }

    /** What is there: properties by id. */
    synchronized Map<String, String> things() {
        return Map.copyOf(things);
    }

    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    /** Calls like {@code create A} fail from now on. */
    synchronized void fail(String... names) {
        failing.addAll(List.of(names));
    }

    synchronized void heal() {
        failing.clear();
    }

    /** Creations and updates wait until the latch is open. */
    synchronized void waitFor(CountDownLatch latch) {
        gate = Optional.of(latch);
    }

    synchronized int mostActive() {
        return mostActive;
    }

    synchronized void put(String id, String properties) {
        things.put(id, properties);
    }

    private void begin(String name) throws InterruptedException {
        Optional<CountDownLatch> latch;
        synchronized (this) {
            latch = gate;
            active++;
            mostActive = Math.max(mostActive, active);
        }
        if (latch.isPresent()) {
            latch.get().await();
        }
        faults.step("before " + name);
    }

    private synchronized void end(String name) {
        active--;
        calls.add(name);
        if (failing.contains(name)) {
            throw new ResourceException(name + " was refused");
        }
    }

    private final class Handler implements ResourceHandler {
        private final String type;

        Handler(String type) {
            this.type = type;
        }

        @Override
        public String type() {
            return type;
        }

        @Override
        public SupportedProperties supported() {
            return new SupportedProperties(PROPERTIES, Set.of("Name", "Fixed", "Deep.Fixed"), Set.of("Arn", "Size"));
        }

        private boolean isNamed() {
            return type.endsWith("Named");
        }

        @Override
        public Optional<String> plannedId(ResourceRequest request) {
            return isNamed()
                    ? Optional.of(request.properties().path("Name").asText(request.generatedName()))
                    : Optional.empty();
        }

        @Override
        public boolean exists(String physicalId) {
            synchronized (TestingCloud.this) {
                return things.containsKey(physicalId);
            }
        }

        @Override
        public Resource create(ResourceRequest request) {
            call("create " + request.logicalId());
            String id;
            synchronized (TestingCloud.this) {
                id = isNamed()
                        ? plannedId(request).orElseThrow()
                        : idsByToken.computeIfAbsent(request.clientToken(), token -> "id-" + idsByToken.size());
                things.put(id, request.properties().toString());
            }
            faults.step("after create");
            return resource(id, request.properties());
        }

        private Resource resource(String id, ObjectNode properties) {
            Map<String, JsonNode> attributes = new HashMap<>();
            attributes.put("Arn", JsonNodeFactory.instance.textNode("arn:" + id));
            attributes.put(
                    "Size",
                    JsonNodeFactory.instance.textNode(properties.path("Size").asText()));
            return Resource.of(id, attributes);
        }

        @Override
        public Resource update(ResourceRequest request, Resource current, ObjectNode before) {
            call("update " + request.logicalId());
            synchronized (TestingCloud.this) {
                if (!things.containsKey(current.physicalId())) {
                    throw new ResourceException(current.physicalId() + " does not exist");
                }
                things.put(current.physicalId(), request.properties().toString());
            }
            faults.step("after update");
            return resource(current.physicalId(), request.properties());
        }

        @Override
        public void delete(ResourceRequest request, Resource current) {
            call("delete " + request.logicalId());
            synchronized (TestingCloud.this) {
                things.remove(current.physicalId());
            }
            faults.step("after delete");
        }

        private void call(String name) {
            try {
                begin(name);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            end(name);
        }
    }
}
