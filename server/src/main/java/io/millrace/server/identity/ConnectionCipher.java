package io.millrace.server.identity;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.connection.SecretCipher;
import io.millrace.server.data.MasterKey;
import io.millrace.server.data.MasterKeyCipher;

/** Seals the secrets of connections under the master key. Thread-safe. */
public final class ConnectionCipher implements SecretCipher {
    private final MasterKeyCipher cipher;

    /** A cipher under this master key. */
    public ConnectionCipher(MasterKey master) {
        this.cipher = new MasterKeyCipher(master);
    }

    @Override
    public String encrypt(String plain, String context) {
        return cipher.encrypt(plain, context);
    }

    @Override
    public String decrypt(String sealed, String context) {
        try {
            return cipher.decrypt(sealed, context);
        } catch (IllegalStateException e) {
            throw new CatalogException(
                    CatalogErrorCode.GLUE_ENCRYPTION,
                    "A sealed secret does not open: it is damaged, or sealed under another master key.",
                    e);
        }
    }
}
