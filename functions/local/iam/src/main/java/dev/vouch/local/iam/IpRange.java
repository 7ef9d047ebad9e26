package dev.vouch.local.iam;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/** An address or a CIDR block, IPv4 or IPv6; literals only, so that no name is ever looked up. */
record IpRange(InetAddress address, int prefix) {

  static Optional<IpRange> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return address(text).map(a -> new IpRange(a, a.getAddress().length * 8));
    }
    String bits = text.substring(slash + 1);
    if (bits.isEmpty() || bits.length() > 3 || !bits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    int prefix = Integer.parseInt(bits);
    return address(text.substring(0, slash))
        .filter(a -> prefix <= a.getAddress().length * 8)
        .map(a -> new IpRange(a, prefix));
  }

  static Optional<InetAddress> address(String text) {
    boolean six = text.contains(":");
    boolean four = text.chars().filter(c -> c == '.').count() == 3;
    if (text.contains("%") || !(six || four)) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] theirs = other.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    int whole = prefix / 8;
    if (!Arrays.equals(mine, 0, whole, theirs, 0, whole)) {
      return false;
    }
    int rest = prefix % 8;
    return rest == 0 || ((mine[whole] ^ theirs[whole]) & 0xff) >>> (8 - rest) == 0;
  }
}
