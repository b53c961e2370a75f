package io.millrace.server.cloudformation;

import io.millrace.cloudformation.stack.ChangeSet;
import io.millrace.cloudformation.stack.Stack;
import io.millrace.cloudformation.stack.StackDocuments;
import io.millrace.cloudformation.stack.StackEvent;
import io.millrace.cloudformation.stack.StackResource;
import io.millrace.cloudformation.stack.StackStore;
import io.millrace.cloudformation.stack.StackWrite;
import io.millrace.server.data.MasterKeyCipher;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Stacks in the server's own database. What may hold secrets (parameters that are not echoed, properties) is sealed under the master
 * key, each document for its own row. Thread-safe; a write is one transaction.
 */
public final class JdbcStackStore implements StackStore {
    private static final String STACK = "stack ";
    private static final String RESOURCES = "resources of ";
    private static final String CHANGE_SETS = "change sets of ";

    private final Jdbi jdbi;
    private final MasterKeyCipher cipher;

    /** Over a migrated database. */
    public JdbcStackStore(Jdbi jdbi, MasterKeyCipher cipher) {
        this.jdbi = jdbi;
        this.cipher = cipher;
    }

    private record Row(String id, String document) {}

    private Stack stack(Row row) {
        return StackDocuments.read(cipher.decrypt(row.document(), STACK + row.id()), Stack.class);
    }

    private List<Row> stackRows(String condition, Object... values) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT stack_id, document FROM cloudformation_stacks WHERE " + condition
                                + " ORDER BY created_millis DESC, rowid DESC",
                        values)
                .map((result, context) -> new Row(result.getString(1), result.getString(2)))
                .list());
    }

    @Override
    public Optional<Stack> findById(String stackId) {
        return stackRows("stack_id = ?", stackId).stream().findFirst().map(this::stack);
    }

    @Override
    public Optional<Stack> findActive(String name) {
        return stackRows("active = 1 AND stack_name = ?", name).stream()
                .findFirst()
                .map(this::stack);
    }

    @Override
    public List<Stack> stacks() {
        return stackRows("1 = 1").stream().map(this::stack).toList();
    }

    @Override
    public List<StackResource> resources(String stackId) {
        return documents(
                        "SELECT document FROM cloudformation_resources WHERE stack_id = ? ORDER BY logical_id", stackId)
                .stream()
                .map(text -> StackDocuments.read(cipher.decrypt(text, RESOURCES + stackId), StackResource.class))
                .toList();
    }

    @Override
    public void forget(String stackId) {
        jdbi.useTransaction(handle -> List.of("stacks", "resources", "events", "change_sets")
                .forEach(
                        kind -> handle.execute("DELETE FROM cloudformation_" + kind + " WHERE stack_id = ?", stackId)));
    }

    @Override
    public List<StackEvent> events(String stackId) {
        return documents(
                        "SELECT document FROM cloudformation_events WHERE stack_id = ? ORDER BY event_number DESC",
                        stackId)
                .stream()
                .map(text -> StackDocuments.read(text, StackEvent.class))
                .toList();
    }

    @Override
    public List<ChangeSet> changeSets(String stackId) {
        return documents(
                        "SELECT document FROM cloudformation_change_sets WHERE stack_id = ?"
                                + " ORDER BY created_millis DESC, rowid DESC",
                        stackId)
                .stream()
                .map(text -> StackDocuments.read(cipher.decrypt(text, CHANGE_SETS + stackId), ChangeSet.class))
                .toList();
    }

    private List<String> documents(String sql, String stackId) {
        return jdbi.withHandle(
                handle -> handle.select(sql, stackId).mapTo(String.class).list());
    }

    @Override
    public void write(StackWrite write) {
        jdbi.useTransaction(handle -> {
            write.stacks().forEach(stack -> write(handle, stack));
            write.resources().forEach(resource -> write(handle, resource));
            write.events()
                    .forEach(event -> handle.execute(
                            "INSERT INTO cloudformation_events (stack_id, document) VALUES (?, ?)",
                            event.stackId(),
                            StackDocuments.write(event)));
            write.changeSets().forEach(changeSet -> write(handle, changeSet));
            write.removedChangeSets()
                    .forEach(
                            id -> handle.execute("DELETE FROM cloudformation_change_sets WHERE change_set_id = ?", id));
        });
    }

    private void write(Handle handle, Stack stack) {
        handle.execute(
                "INSERT INTO cloudformation_stacks (stack_id, stack_name, active, created_millis, document)"
                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (stack_id)"
                        + " DO UPDATE SET active = excluded.active, document = excluded.document",
                stack.id(),
                stack.name(),
                stack.isActive() ? 1 : 0,
                stack.created().toEpochMilli(),
                cipher.encrypt(StackDocuments.write(stack), STACK + stack.id()));
    }

    private void write(Handle handle, StackResource resource) {
        handle.execute(
                "INSERT INTO cloudformation_resources (stack_id, logical_id, document) VALUES (?, ?, ?)"
                        + " ON CONFLICT (stack_id, logical_id) DO UPDATE SET document = excluded.document",
                resource.stackId(),
                resource.logicalId(),
                cipher.encrypt(StackDocuments.write(resource), RESOURCES + resource.stackId()));
    }

    private void write(Handle handle, ChangeSet changeSet) {
        handle.execute(
                "INSERT INTO cloudformation_change_sets (change_set_id, stack_id, created_millis, document)"
                        + " VALUES (?, ?, ?, ?) ON CONFLICT (change_set_id) DO UPDATE SET document = excluded.document",
                changeSet.id(),
                changeSet.stackId(),
                changeSet.created().toEpochMilli(),
                cipher.encrypt(StackDocuments.write(changeSet), CHANGE_SETS + changeSet.stackId()));
    }
}
