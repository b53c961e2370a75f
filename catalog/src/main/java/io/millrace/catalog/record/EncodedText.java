package io.millrace.catalog.record;

import io.millrace.catalog.classify.TextEncoding;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;

/** Text in the encoding that its beginning shows, without a byte-order mark; the classifiers look at as much of it. */
final class EncodedText {
    private static final int BEGINNING_BYTES = 1 << 20;
    private static final int BYTE_ORDER_MARK = 0xfeff;

    private EncodedText() {}

    static Reader open(InputStream content) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(content, 1 << 16);
        bytes.mark(BEGINNING_BYTES);
        TextEncoding encoding = TextEncoding.of(bytes.readNBytes(BEGINNING_BYTES));
        bytes.reset();
        java.io.BufferedReader text = new java.io.BufferedReader(new InputStreamReader(
                bytes,
                Charset.forName(encoding.charsetName())
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)));
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        return text;
    }
}
