package io.millrace.server.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.catalog.store.EntityKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Users, access keys and the revision that every change of them raises, as entities of one catalog transaction.
 */
final class IdentityRows {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PATH = List.of("identity");
    private static final int PAGE = 1000;
    private static final String REVISION_NAME = "revision";
    private static final EntityKind<StoredKey> KEY =
            new EntityKind<>("identity-key", IdentityRows::write, IdentityRows::readKey).withoutHistory();
    private static final EntityKind<StoredUser> USER =
            new EntityKind<>("identity-user", IdentityRows::write, IdentityRows::readUser).withoutHistory();
    private static final EntityKind<Long> REVISION =
            new EntityKind<>("identity-revision", String::valueOf, Long::valueOf).withoutHistory();

    private final CatalogTransaction tx;

    IdentityRows(CatalogTransaction tx) {
        this.tx = tx;
    }

    long revision() {
        return tx.entities().find(REVISION, PATH, REVISION_NAME).orElse(0L);
    }

    /** Tells every server that something has changed. */
    void raiseRevision() {
        long next = revision() + 1;
        if (!tx.entities().update(REVISION, PATH, REVISION_NAME, next)) {
            tx.entities().insert(REVISION, PATH, REVISION_NAME, next);
        }
    }

    Optional<StoredKey> key(String id) {
        return tx.entities().find(KEY, PATH, id);
    }

    List<StoredKey> keys() {
        return all(KEY, StoredKey::id);
    }

    void put(StoredKey key) {
        if (!tx.entities().update(KEY, PATH, key.id(), key)) {
            tx.entities().insert(KEY, PATH, key.id(), key);
        }
    }

    void deleteKey(String id) {
        tx.entities().delete(KEY, PATH, id);
    }

    Optional<StoredUser> user(String name) {
        return tx.entities().find(USER, PATH, name);
    }

    List<StoredUser> users() {
        return all(USER, StoredUser::name);
    }

    void put(StoredUser user) {
        if (!tx.entities().update(USER, PATH, user.name(), user)) {
            tx.entities().insert(USER, PATH, user.name(), user);
        }
    }

    void deleteUser(String name) {
        tx.entities().delete(USER, PATH, name);
    }

    private <T> List<T> all(EntityKind<T> kind, Function<T, String> name) {
        List<T> all = new ArrayList<>();
        List<T> page;
        do {
            String after = all.isEmpty() ? "" : name.apply(all.get(all.size() - 1));
            page = tx.entities().list(kind, PATH, after, PAGE);
            all.addAll(page);
        } while (page.size() == PAGE);
        return all;
    }

    private static String write(StoredKey key) {
        ObjectNode json = JSON.createObjectNode()
                .put("id", key.id())
                .put("user", key.userName())
                .put("secret", key.sealedSecret())
                .put("status", key.status().name())
                .put("createdAt", key.createdAt().toString());
        key.validUntil().ifPresent(end -> json.put("validUntil", end.toString()));
        return json.toString();
    }

    private static StoredKey readKey(String text) {
        JsonNode json = parse(text);
        return new StoredKey(
                json.path("id").asText(),
                json.path("user").asText(),
                json.path("secret").asText(),
                KeyStatus.valueOf(json.path("status").asText()),
                Instant.parse(json.path("createdAt").asText()),
                optional(json, "validUntil").map(Instant::parse));
    }

    private static String write(StoredUser user) {
        ObjectNode json = JSON.createObjectNode().put("name", user.name());
        user.policy().ifPresent(policy -> json.put("policy", policy));
        return json.toString();
    }

    private static StoredUser readUser(String text) {
        JsonNode json = parse(text);
        return new StoredUser(json.path("name").asText(), optional(json, "policy"));
    }

    private static Optional<String> optional(JsonNode json, String name) {
        return json.hasNonNull(name) ? Optional.of(json.get(name).asText()) : Optional.empty();
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The store holds a broken identity", e);
        }
    }
}
