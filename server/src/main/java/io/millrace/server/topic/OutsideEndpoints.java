package io.millrace.server.topic;

import io.millrace.server.config.LocalEndpoints;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * Which HTTP endpoints messages may be sent to. Those on this machine, and those of its network's own addresses where clouds have their
 * machines' metadata, are refused unless the configuration allows them: who may subscribe must not reach what only the server can.
 */
final class OutsideEndpoints {
    private final LocalEndpoints local;

    OutsideEndpoints(LocalEndpoints local) {
        this.local = local;
    }

    /** @throws io.millrace.server.wire.ServiceException InvalidParameter if nothing may ever be sent there */
    void check(Protocol protocol, String endpoint) {
        URI uri = uri(endpoint);
        if (!protocol.wireName().equals(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT))) {
            throw TopicErrors.invalid("Endpoint", "it must match the protocol " + protocol.wireName());
        }
        if (uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
            throw TopicErrors.invalid("Endpoint", "it must be a URL with a host, and without a password");
        }
        try {
            if (isRefused(uri)) {
                throw TopicErrors.invalid(
                        "Endpoint",
                        "it is an address of the server's own machine or link; security.local-endpoints=allow lets"
                                + " messages go there");
            }
        } catch (UnknownHostException e) {
            // It may be known by the time that a message comes; then it is looked at again.
            return;
        }
    }

    private static URI uri(String endpoint) {
        try {
            return new URI(endpoint);
        } catch (URISyntaxException e) {
            throw TopicErrors.invalid("Endpoint", "it is no URL");
        }
    }

    /** Whether nothing may be sent there, by the addresses that the host's name has now. */
    boolean isRefused(URI uri) throws UnknownHostException {
        if (local == LocalEndpoints.ALLOW) {
            return false;
        }
        String host = uri.getHost();
        for (InetAddress address : InetAddress.getAllByName(host)) {
            if (address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || address.isLinkLocalAddress()
                    || address.isMulticastAddress()
                    || isOwn(address)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOwn(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            throw new UncheckedIOException("The machine's addresses cannot be listed", e);
        }
    }
}
