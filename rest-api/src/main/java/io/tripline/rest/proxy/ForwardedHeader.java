package io.tripline.rest.proxy;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A header in which proxies say for whom they call. */
public enum ForwardedHeader {
  /** Addresses, as nearly all proxies write them. */
  X_FORWARDED_FOR("X-Forwarded-For") {
    @Override
    int lastComma(String line) {
      return line.lastIndexOf(',');
    }

    @Override
    @Nullable InetAddress hop(String part) {
      return Address.ofHop(part);
    }
  },

  /** Pairs of names and values, of which one is an address (RFC 7239). */
  FORWARDED("Forwarded") {
    @Override
    int lastComma(String line) {
      return lastOutsideQuotes(line, ',');
    }

    @Override
    @Nullable InetAddress hop(String part) {
      String address = null;
      String rest = part;
      while (!rest.isEmpty()) {
        int semicolon = lastOutsideQuotes(rest, ';');
        String pair = rest.substring(semicolon + 1).strip();
        rest = semicolon < 0 ? "" : rest.substring(0, semicolon);
        if (pair.regionMatches(true, 0, FOR, 0, FOR.length())) {
          if (address != null) {
            return null; // which of them is it?
          }
          address = pair.substring(FOR.length());
        }
      }
      return address == null ? null : ofNode(address);
    }
  };

  private static final String FOR = "for=";

  private final String text;

  ForwardedHeader(String text) {
    this.text = text;
  }

  /** As requests have it. */
  public String text() {
    return text;
  }

  /**
   * The one of a name, in small letters or large.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ForwardedHeader named(String name) {
    for (ForwardedHeader each : values()) {
      if (each.text.equalsIgnoreCase(name)) {
        return each;
      }
    }
    throw new IllegalArgumentException("'" + name + "' is neither x-forwarded-for nor forwarded");
  }

  /** Where the comma is in front of a line's last part; -1 if that part is the whole line. */
  abstract int lastComma(String line);

  /** The address in a part; null if there is none, or it is not written as it should be. */
  abstract @Nullable InetAddress hop(String part);

  /**
   * From the right: what stands left of a trusted part cannot change how that is read, whatever
   * quotes are in it. So a backslash is not looked at here; parts with one are not understood.
   */
  private static int lastOutsideQuotes(String line, char wanted) {
    boolean quoted = false;
    for (int i = line.length() - 1; i >= 0; i--) {
      char each = line.charAt(i);
      if (each == '"') {
        quoted = !quoted;
      } else if (each == wanted && !quoted) {
        return i;
      }
    }
    return -1;
  }

  /** IPv6 is in brackets and quotes, as the colons in it ask for both. */
  private static @Nullable InetAddress ofNode(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    String node = quoted ? value.substring(1, value.length() - 1) : value;
    boolean isWhole = Address.isV4(node) || node.startsWith("[");
    boolean needsQuotes = node.indexOf(':') >= 0;
    return isWhole && (quoted || !needsQuotes) ? Address.ofHop(node) : null;
  }
}
