package io.millrace.server.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.config.LocalEndpoints;
import io.millrace.server.delivery.Delivery;
import io.millrace.server.delivery.UndeliverableException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class TestHttpTarget {
    private static Delivery to(String url) {
        HttpMessage message =
                new HttpMessage(HttpMessage.NOTIFICATION, "1", "arn:topic", "arn:subscription", false, "x");
        return Delivery.of(
                "1", "arn:subscription", HttpTarget.KIND, url, message.toJson(), 1, Instant.EPOCH, Instant.MAX);
    }

    @Test
    @Timeout(30)
    void anAnswerThatNeverEndsIsAFailedAttempt() throws IOException {
        HttpTarget target = new HttpTarget(new OutsideEndpoints(LocalEndpoints.ALLOW), Duration.ofMillis(500));
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread endpoint = new Thread(() -> answerWithoutEnd(server));
            endpoint.setDaemon(true);
            endpoint.start();
            assertThatThrownBy(() -> target.deliver(to("http://127.0.0.1:" + server.getLocalPort() + "/")))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("127.0.0.1 cannot be reached: no whole answer");
        }
    }

    private static void answerWithoutEnd(ServerSocket server) {
        try (Socket socket = server.accept();
                OutputStream out = socket.getOutputStream()) {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nbegun".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The client has given up, as it should.
            return;
        }
    }

    @Test
    void noAddressOfTheMachineIsOutside() throws IOException {
        HttpTarget target = new HttpTarget(new OutsideEndpoints(LocalEndpoints.REFUSE), Duration.ofSeconds(1));
        assertThat(NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses))
                .isNotEmpty()
                .allSatisfy(address -> assertThatThrownBy(() -> target.deliver(to("http://" + host(address) + "/")))
                        .isInstanceOf(UndeliverableException.class));
    }

    private static String host(InetAddress address) {
        String text = address.getHostAddress().replaceFirst("%.*", "");
        return text.contains(":") ? "[" + text + "]" : text;
    }
}
