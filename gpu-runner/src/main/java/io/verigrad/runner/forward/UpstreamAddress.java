package io.verigrad.runner.forward;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Where an upstream is reached. A name that leads to a private address is refused, and the address that was looked at is
 * the one that is connected to: a second look-up could answer differently (DNS rebinding).
 */
final class UpstreamAddress {
    private UpstreamAddress() {}

    static InetAddress resolve(Upstream upstream) throws UpstreamException {
        try {
            InetAddress[] all = InetAddress.getAllByName(upstream.base().getHost());
            return Arrays.stream(all)
                    .filter(address -> upstream.allowPrivate() || isPublic(address))
                    .findFirst()
                    .orElseThrow(() -> new UpstreamException(
                            UpstreamException.Kind.UNREACHABLE, "its name leads to a private address"));
        } catch (UnknownHostException e) {
            throw new UpstreamException(UpstreamException.Kind.UNREACHABLE, "its name cannot be resolved", e);
        }
    }

    /** Whether an address is one of the open internet (the special-purpose registries of RFC 6890 are not). */
    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
    }

    private static boolean isPublic4(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        boolean sharedSpace = first == 100 && second >= 64 && second < 128;
        boolean protocol = first == 192 && second == 0 && (bytes[2] == 0 || bytes[2] == 2);
        boolean benchmark = first == 198 && (second == 18 || second == 19);
        return first != 0 && first < 240 && !sharedSpace && !protocol && !benchmark;
    }

    private static boolean isPublic6(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        // Global unicast only (2000::/3), without what carries an IPv4 address inside: 6to4 and Teredo.
        boolean global = (first & 0xe0) == 0x20;
        boolean tunnel =
                first == 0x20 && second == 0x02 || first == 0x20 && second == 0x01 && bytes[2] == 0 && bytes[3] == 0;
        boolean documentation = first == 0x20 && second == 0x01 && bytes[2] == 0x0d && (bytes[3] & 0xff) == 0xb8;
        return global && !tunnel && !documentation;
    }
}
