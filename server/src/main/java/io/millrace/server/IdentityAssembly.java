package io.millrace.server;

import io.millrace.catalog.store.CatalogStore;
import io.millrace.server.athena.StoredWorkGroupsOfIds;
import io.millrace.server.audit.AuditLog;
import io.millrace.server.audit.AuditSettings;
import io.millrace.server.auth.SignatureVerifier;
import io.millrace.server.config.SecurityConfig;
import io.millrace.server.data.AdministratorKey;
import io.millrace.server.data.MasterKey;
import io.millrace.server.data.MasterKeyCipher;
import io.millrace.server.identity.AccessKeyOperations;
import io.millrace.server.identity.Identities;
import io.millrace.server.identity.RoleSessions;
import io.millrace.server.identity.RoleStore;
import io.millrace.server.identity.access.ActingRoles;
import io.millrace.server.identity.access.KeyAuthorizer;
import io.millrace.server.identity.access.KeyPolicies;
import io.millrace.server.identity.access.PassedRoles;
import io.millrace.server.identity.access.PolicyAuthorizer;
import io.millrace.server.identity.access.TableReaders;
import io.millrace.server.identity.role.ManagedPolicyOperations;
import io.millrace.server.identity.role.PolicyVersionOperations;
import io.millrace.server.identity.role.RoleOperations;
import io.millrace.server.identity.role.RolePolicyOperations;
import io.millrace.server.identity.role.RunRoles;
import io.millrace.server.identity.role.SessionOperations;
import io.millrace.server.service.RoleFamily;
import io.millrace.server.wire.CallAuthorizer;
import io.millrace.server.wire.CallObserver;
import java.time.InstantSource;

/** Puts identity together: who may call, what, and the record of it. */
final class IdentityAssembly {
    private final ServerContext context;
    private final Identities identities;
    private final AuditLog audit;

    /** Makes the store know the data folder's administrator. */
    IdentityAssembly(ServerContext context, AdministratorKey administrator) {
        this.context = context;
        MasterKeyCipher cipher = new MasterKeyCipher(context.masterKey());
        new AccessKeyOperations(context.catalog(), cipher, context.clock()).register(administrator);
        this.identities = new Identities(context.catalog(), cipher, context.clock());
        this.audit = context.parts()
                .add(AuditLog.open(
                        AuditSettings.in(
                                context.folder().root(),
                                context.config().security().auditKeepDays()),
                        context.clock()));
    }

    SignatureVerifier verifier() {
        return new SignatureVerifier(identities, context.config().region(), context.clock());
    }

    /** @param keys whom KMS's keys may be used by */
    CallAuthorizer authorizer(KeyPolicies keys) {
        PolicyAuthorizer policies =
                new PolicyAuthorizer(identities, context.config().region(), new StoredWorkGroupsOfIds(context.jdbi()));
        return new PassedRoles(new KeyAuthorizer(policies, identities, keys), identities, context.roles());
    }

    /** Who acts with which role; stands before anything does. */
    static RunRoles runRoles(CatalogStore catalog, MasterKey masterKey, SecurityConfig config, InstantSource clock) {
        RoleSessions sessions = new RoleSessions(new MasterKeyCipher(masterKey), clock);
        return new RunRoles(new RoleStore(catalog), sessions, config.unknownRoles());
    }

    /** IAM and STS. */
    RoleFamily roles() {
        RoleStore store = new RoleStore(context.catalog(), identities::expire);
        RoleSessions sessions = new RoleSessions(new MasterKeyCipher(context.masterKey()), context.clock());
        return new RoleFamily(
                new RoleOperations(store, context.clock()),
                new RolePolicyOperations(store),
                new ManagedPolicyOperations(store, context.clock()),
                new PolicyVersionOperations(store, context.clock()),
                new SessionOperations(store, sessions));
    }

    /** What roles may do without a call. */
    ActingRoles actingRoles() {
        return new ActingRoles(identities, context.roles(), context.config().region());
    }

    TableReaders tableReaders() {
        return new TableReaders(identities, context.config().region());
    }

    CallObserver audit() {
        return audit;
    }
}
