package io.millrace.server.bench;

import io.millrace.server.data.AdministratorKey;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One kept-alive HTTP/1.1 connection that signs each of its calls (SigV4; the day's signing key is derived once, as the SDKs
 * do) and reads each answer to its end. A bare socket, because load and server share the machine and an SDK client takes more
 * of it than the server. Used by one thread.
 */
final class SignedConnection implements AutoCloseable {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int TIMEOUT_MILLIS = 120_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String host;
    private final String scopeEnd;
    private final AdministratorKey key;
    private final MessageDigest sha256;
    private final Mac mac;
    private String keyDate = "";

    SignedConnection(URI endpoint, String region, AdministratorKey key) throws IOException {
        this.socket = new Socket(endpoint.getHost(), endpoint.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        this.out = socket.getOutputStream();
        this.host = endpoint.getHost() + ":" + endpoint.getPort();
        this.scopeEnd = "/" + region + "/glue/aws4_request";
        this.key = key;
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
            this.mac = Mac.getInstance("HmacSHA256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An answer, read to its end. */
    record Answer(int status, String body) {}

    /**
     * Calls an operation.
     *
     * @throws IllegalStateException if the answer is no 200
     */
    String call(String operation, String body) throws IOException {
        Answer answer = send("AWSGlue." + operation, body.getBytes(StandardCharsets.UTF_8));
        if (answer.status() != 200) {
            throw new IllegalStateException(operation + " answers " + answer.status() + ": " + answer.body());
        }
        return answer.body();
    }

    private Answer send(String target, byte[] body) throws IOException {
        String timestamp = TIMESTAMP.format(Instant.now());
        String canonical =
                "POST\n/\n\ncontent-type:application/x-amz-json-1.1\nhost:" + host + "\nx-amz-date:" + timestamp
                        + "\nx-amz-target:" + target + "\n\ncontent-type;host;x-amz-date;x-amz-target\n" + sha256(body);
        String head =
                "POST / HTTP/1.1\r\nHost: " + host + "\r\nContent-Type: application/x-amz-json-1.1\r\nX-Amz-Date: "
                        + timestamp + "\r\nX-Amz-Target: " + target + "\r\nAuthorization: AWS4-HMAC-SHA256 Credential="
                        + key.accessKeyId() + "/" + timestamp.substring(0, 8) + scopeEnd
                        + ", SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature="
                        + signature(timestamp, canonical)
                        + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[headBytes.length + body.length];
        System.arraycopy(headBytes, 0, request, 0, headBytes.length);
        System.arraycopy(body, 0, request, headBytes.length, body.length);
        out.write(request);
        return read();
    }

    private Answer read() throws IOException {
        int status = Integer.parseInt(line().substring(9, 12));
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("The answer ended after " + body.length + " of " + length + " bytes");
        }
        return new Answer(status, new String(body, StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("The server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private String signature(String timestamp, String canonical) {
        String date = timestamp.substring(0, 8);
        try {
            if (!date.equals(keyDate)) {
                byte[] signing = ("AWS4" + key.secretAccessKey()).getBytes(StandardCharsets.UTF_8);
                for (String step : (date + scopeEnd).split("/", -1)) {
                    signing = hmac(signing, step);
                }
                mac.init(new SecretKeySpec(signing, "HmacSHA256"));
                keyDate = date;
            }
            String toSign = "AWS4-HMAC-SHA256\n" + timestamp + "\n" + date + scopeEnd + "\n"
                    + sha256(canonical.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(toSign.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data.getBytes(StandardCharsets.UTF_8));
    }

    private String sha256(byte[] data) {
        return HexFormat.of().formatHex(sha256.digest(data));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
