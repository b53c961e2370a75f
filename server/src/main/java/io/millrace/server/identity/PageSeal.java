package io.millrace.server.identity;

import io.millrace.server.data.MasterKey;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** The seal of page tokens: clients cannot make their own, and every server under the master key redeems them. */
public final class PageSeal {
    /** Half of the HMAC: 128 bits cannot be guessed, and tokens stay short. */
    private static final int BYTES = 16;

    private PageSeal() {}

    /** The seal for {@code new PageTokens(seal)}. */
    public static UnaryOperator<byte[]> under(MasterKey master) {
        byte[] key = master.derive("page-tokens");
        return content -> Arrays.copyOf(MasterKey.hmac(key, content), BYTES);
    }
}
