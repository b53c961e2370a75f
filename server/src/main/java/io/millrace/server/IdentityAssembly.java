package io.millrace.server;

import io.millrace.server.audit.AuditLog;
import io.millrace.server.audit.AuditSettings;
import io.millrace.server.auth.SignatureVerifier;
import io.millrace.server.data.AdministratorKey;
import io.millrace.server.identity.AccessKeyOperations;
import io.millrace.server.identity.Identities;
import io.millrace.server.identity.MasterKeyCipher;
import io.millrace.server.identity.access.PolicyAuthorizer;
import io.millrace.server.identity.access.TableReaders;
import io.millrace.server.wire.CallAuthorizer;
import io.millrace.server.wire.CallObserver;

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

    CallAuthorizer authorizer() {
        return new PolicyAuthorizer(identities, context.config().region());
    }

    TableReaders tableReaders() {
        return new TableReaders(identities, context.config().region());
    }

    CallObserver audit() {
        return audit;
    }
}
