package io.millrace.server.identity.access;

import io.millrace.server.identity.Identities;
import io.millrace.server.identity.policy.Caller;
import io.millrace.server.identity.policy.ResourceArn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who may read a table or a database when somebody's query does: who may call {@code GetTable} for it. Thread-safe. */
public final class TableReaders {
    private static final String ACTION = "glue:GetTable";
    private static final String DATABASE_ACTION = "glue:GetDatabase";

    private final Identities identities;
    private final ServerArns arns;

    /**
     * Readers by these identities.
     *
     * @param region the region that ARNs name
     */
    public TableReaders(Identities identities, String region) {
        this.identities = identities;
        this.arns = new ServerArns(region);
    }

    /** Why the principal may not see the database, in AWS's words; empty if it may. */
    public Optional<String> refusal(String principal, String database) {
        List<ResourceArn> needed = new ArrayList<>();
        needed.add(arns.catalog());
        needed.addAll(arns.databases(List.of(database)));
        return refusal(principal, DATABASE_ACTION, needed);
    }

    private Optional<String> refusal(String principal, String action, List<ResourceArn> needed) {
        return Refusals.find(
                identities.policyOfPrincipal(principal), action, needed, new Caller(principal, arns.region()));
    }

    /** Why the principal may not read the table, in AWS's words; empty if it may. */
    public Optional<String> refusal(String principal, String database, String table) {
        List<ResourceArn> needed = new ArrayList<>();
        needed.add(arns.catalog());
        needed.addAll(arns.databases(List.of(database)));
        needed.addAll(arns.tables(database, List.of(table)));
        return refusal(principal, ACTION, needed);
    }
}
