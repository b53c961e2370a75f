package io.millrace.server.cli;

import io.millrace.server.auth.AccessKey;
import io.millrace.server.data.AdministratorKey;
import io.millrace.server.data.ServerNote;
import io.millrace.server.identity.AccessKeyOperations;
import io.millrace.server.identity.AccessKeySummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Access keys and policies, beside a running server (which follows within a second) or without one. */
@Command(
        name = "keys",
        description =
                "Make, list and end access keys, and say what they may do. A running server follows within a second.",
        mixinStandardHelpOptions = true)
final class KeysCommand implements Runnable {
    /** The grace in which the administrator's file is replaced when none was asked for. */
    private static final Duration REPLACEMENT_GRACE = Duration.ofMinutes(1);

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The server's data folder (default: ${DEFAULT-VALUE}).",
            defaultValue = "millrace-data",
            scope = ScopeType.INHERIT)
    private Path data = Path.of("millrace-data");

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(),
                "Say what to do: create, list, disable, enable, rotate, delete or policy.");
    }

    @Command(
            name = "create",
            description =
                    "Make a user with a key and print it, in the form of AWS's credentials file. The secret is shown this once.",
            mixinStandardHelpOptions = true)
    void create(
            @Option(names = "--name", paramLabel = "NAME", description = "The user's name (default: the key's id).")
                    @Nullable
                    String name,
            @Option(
                            names = "--policy",
                            paramLabel = "FILE",
                            description = "IAM policy JSON. Without it the key may do nothing until one is put.")
                    @Nullable
                    Path policy,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        Optional<String> document = Optional.ofNullable(policy).map(KeysCommand::read);
        try (KeyStoreSession session = KeyStoreSession.open(data)) {
            AccessKey key = session.change(
                    "millrace:CreateAccessKey",
                    () -> session.operations().create(Optional.ofNullable(name), document),
                    created -> List.of(created.principal(), created.id()));
            print(key, json);
            if (document.isEmpty()) {
                note("The key may do nothing yet: ./millrace keys policy " + key.id() + " FILE");
            }
        }
    }

    @Command(name = "list", description = "List all keys, without secrets.", mixinStandardHelpOptions = true)
    void list(@Option(names = "--json", description = "Print JSON.") boolean json) {
        try (KeyStoreSession session = KeyStoreSession.open(data)) {
            List<AccessKeySummary> keys = session.operations().list();
            out(json ? KeyTexts.json(keys) : KeyTexts.table(keys));
        }
    }

    @Command(name = "disable", description = "Refuse a key until it is enabled again.", mixinStandardHelpOptions = true)
    void disable(@Parameters(paramLabel = "ID", description = "The key's id.") String id) {
        requireNotOwn(id);
        change("millrace:DisableAccessKey", id, operations -> operations.disable(id));
    }

    @Command(name = "enable", description = "Let a disabled key work again.", mixinStandardHelpOptions = true)
    void enable(@Parameters(paramLabel = "ID", description = "The key's id.") String id) {
        change("millrace:EnableAccessKey", id, operations -> operations.enable(id));
    }

    @Command(
            name = "delete",
            description = "Remove a key, and its user with its policy if it was the last one.",
            mixinStandardHelpOptions = true)
    void delete(@Parameters(paramLabel = "ID", description = "The key's id.") String id) {
        requireNotOwn(id);
        change("millrace:DeleteAccessKey", id, operations -> operations.delete(id));
    }

    @Command(
            name = "rotate",
            description = "Make a new key of the same user and print it; the old one ends.",
            mixinStandardHelpOptions = true)
    void rotate(
            @Parameters(paramLabel = "ID", description = "The key's id.") String id,
            @Option(
                            names = "--grace",
                            paramLabel = "TIME",
                            description = "How long the old key goes on: 30s, 10m, 2h, 1d (default: not at all).",
                            defaultValue = "0s")
                    String grace,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        Duration goesOn = KeyTexts.duration("--grace", grace);
        boolean own = isOwn(id);
        if (own && ServerNote.read(data).isPresent()) {
            throw new IllegalStateException("The server gives " + id
                    + " to its jobs and functions. Stop it, rotate the key, and start it again.");
        }
        try (KeyStoreSession session = KeyStoreSession.open(data)) {
            AccessKey next = session.change(
                    "millrace:RotateAccessKey",
                    () -> own
                            ? rotateOwn(session.operations(), id, goesOn)
                            : session.operations().rotate(id, goesOn),
                    key -> List.of(key.principal(), id, key.id()));
            print(next, json);
        }
    }

    /** The old key ends only once the file has the new one, so that no crash leaves the folder without a key. */
    private AccessKey rotateOwn(AccessKeyOperations operations, String id, Duration grace) {
        AccessKey next = operations.rotate(id, grace.isZero() ? REPLACEMENT_GRACE : grace);
        new AdministratorKey(next.id(), next.secret()).replaceIn(data);
        if (grace.isZero()) {
            operations.delete(id);
        }
        return next;
    }

    @Command(
            name = "policy",
            description = "Print the policy of a key's user, or replace it by a file's.",
            mixinStandardHelpOptions = true)
    void policy(
            @Parameters(paramLabel = "ID", description = "The key's id.") String id,
            @Parameters(paramLabel = "FILE", description = "IAM policy JSON.", arity = "0..1") @Nullable Path file) {
        if (file != null) {
            String document = read(file);
            change("millrace:PutUserPolicy", id, operations -> operations.putPolicy(id, document));
            return;
        }
        try (KeyStoreSession session = KeyStoreSession.open(data)) {
            Optional<String> policy = session.operations().policy(id);
            policy.ifPresentOrElse(
                    text -> out(text.stripTrailing()),
                    () -> note("The user of " + id + " has no policy of its own: "
                            + session.operations().find(id).policy() + "."));
        }
    }

    private void change(String action, String id, Consumer<AccessKeyOperations> work) {
        try (KeyStoreSession session = KeyStoreSession.open(data)) {
            String arn = session.operations().find(id).arn();
            session.change(
                    action,
                    () -> {
                        work.accept(session.operations());
                        return arn;
                    },
                    user -> List.of(user, id));
        }
    }

    private boolean isOwn(String id) {
        return AdministratorKey.load(data)
                .filter(key -> key.accessKeyId().equals(id))
                .isPresent();
    }

    private void requireNotOwn(String id) {
        if (isOwn(id)) {
            throw new IllegalStateException("The server of " + data + " gives " + id
                    + " to its jobs and functions. Rotate it to be rid of it.");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the policy " + file, e);
        }
    }

    private void print(AccessKey key, boolean json) {
        out(json ? KeyTexts.json(key) : KeyTexts.profile(key));
    }

    private void out(String text) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.println(text);
        out.flush();
    }

    private void note(String text) {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        err.println(text);
        err.flush();
    }
}
