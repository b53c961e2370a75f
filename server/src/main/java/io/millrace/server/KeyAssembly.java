package io.millrace.server;

import io.millrace.server.data.MasterKeyCipher;
import io.millrace.server.identity.access.KeyPolicies;
import io.millrace.server.key.AliasOperations;
import io.millrace.server.key.CryptoOperations;
import io.millrace.server.key.KeyOperations;
import io.millrace.server.key.KeySettingOperations;
import io.millrace.server.key.Keys;
import io.millrace.server.resource.ServicePages;
import io.millrace.server.service.KeyService;
import io.millrace.server.wire.ServiceDefinition;

/** Puts KMS together. */
final class KeyAssembly {
    private final Keys keys;
    private final ServiceDefinition service;

    KeyAssembly(ServerContext context, EventAssembly events) {
        this.keys = new Keys(
                context.jdbi(),
                events.tags(),
                new MasterKeyCipher(context.masterKey()),
                context.config().region(),
                context.clock());
        ServicePages pages = new ServicePages(events.tokens(), "InvalidMarkerException");
        this.service = KeyService.of(
                new KeyOperations(keys, events.tags(), pages),
                new KeySettingOperations(keys, events.tags()),
                new AliasOperations(keys, pages),
                new CryptoOperations(keys));
    }

    /** Whom the keys may be used by. */
    KeyPolicies policies() {
        return keys;
    }

    ServiceDefinition service() {
        return service;
    }
}
