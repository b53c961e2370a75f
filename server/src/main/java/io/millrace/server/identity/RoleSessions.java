package io.millrace.server.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.server.auth.AccessKey;
import io.millrace.server.data.MasterKeyCipher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Temporary keys of roles. Nothing is kept of them: the session token is the session itself, sealed under the master key, so that
 * every server that shares it opens the token, also after a restart. A session ends at its time, or with its role. Thread-safe.
 */
public final class RoleSessions {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTEXT = "session:";
    private static final String ARN = "arn:aws:sts::000000000000:assumed-role/";

    private final MasterKeyCipher cipher;
    private final InstantSource clock;

    /** Sessions under a master key. */
    public RoleSessions(MasterKeyCipher cipher, InstantSource clock) {
        this.cipher = cipher;
        this.clock = clock;
    }

    /**
     * A temporary key and its end.
     *
     * @param key with the token that its requests must carry
     * @param expiresAt when it ends
     */
    public record Issued(AccessKey key, Instant expiresAt) {}

    /** What a token says. */
    record Session(AccessKey key, String role, String roleId, Instant expiresAt) {}

    /** The ARN that a session acts as. */
    public static String arn(String role, String sessionName) {
        return ARN + role + "/" + sessionName;
    }

    /** The name of the role that a principal's ARN is a session of; empty for users. */
    public static Optional<String> roleOf(String arn) {
        return arn.startsWith(ARN)
                ? Optional.of(arn.substring(ARN.length()).replaceFirst("/.*", ""))
                : Optional.empty();
    }

    /** Makes a key; whether somebody may have it was decided before. */
    public Issued issue(StoredRole role, String sessionName, Duration duration) {
        return issue(AccessKey.generateTemporary(""), role, sessionName, duration);
    }

    /**
     * The same with id and secret of a lasting key: the token alone makes its requests the role's. For processes that must also
     * sign for an object store that knows no other key.
     */
    public Issued issue(AccessKey draft, StoredRole role, String sessionName, Duration duration) {
        String principal = arn(role.name(), sessionName);
        Instant end = Instant.ofEpochSecond(clock.instant().plus(duration).getEpochSecond());
        String plain = JSON.createObjectNode()
                .put("secret", draft.secret())
                .put("role", role.name())
                .put("roleId", role.id())
                .put("session", sessionName)
                .put("end", end.getEpochSecond())
                .toString();
        String token = cipher.encrypt(plain, CONTEXT + draft.id());
        return new Issued(new AccessKey(draft.id(), draft.secret(), token, principal), end);
    }

    /** Opens a token; empty if it is none of this key. */
    Optional<Session> open(String accessKeyId, String token) {
        JsonNode json;
        try {
            json = JSON.readTree(cipher.decrypt(token, CONTEXT + accessKeyId));
        } catch (IllegalStateException | JsonProcessingException e) {
            // Forged, of another master key, or of another access key.
            return Optional.empty();
        }
        String role = json.path("role").asText();
        AccessKey key = new AccessKey(
                accessKeyId,
                json.path("secret").asText(),
                token,
                arn(role, json.path("session").asText()));
        return Optional.of(new Session(
                key,
                role,
                json.path("roleId").asText(),
                Instant.ofEpochSecond(json.path("end").asLong())));
    }
}
