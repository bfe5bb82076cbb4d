package io.tripline.ingest.json;

import io.tripline.dsl.ir.IpAddress;
import io.tripline.engine.event.EventWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads IP addresses; the plain IPv4 form by hand, all others as {@link IpAddress#parse} does. */
final class AddressReader extends FieldReader {
  private static final Problem NOT_AN_ADDRESS =
      new Problem("bad_ip", "be an IP address such as \"192.0.2.1\" or \"2001:db8::1\"", true);
  private static final int MAX_LENGTH = 64;
  private static final long MAPPED_V4 = 0xFFFFL << 32;

  AddressReader() {
    super("be a string with an IP address");
  }

  @Override
  @Nullable Problem readString(char[] chars, int offset, int length, EventWriter out, int field) {
    long v4 = parseV4(chars, offset, offset + length);
    if (v4 >= 0) {
      out.setIp(field, new IpAddress(0, MAPPED_V4 | v4));
      return null;
    }
    if (length > MAX_LENGTH) {
      return NOT_AN_ADDRESS;
    }
    Optional<IpAddress> address = IpAddress.parse(new String(chars, offset, length));
    if (address.isEmpty()) {
      return NOT_AN_ADDRESS;
    }
    out.setIp(field, address.get());
    return null;
  }

  /** The address, or −1 if it is not four numbers without leading zeros. */
  private static long parseV4(char[] c, int from, int to) {
    long address = 0;
    int part = -1;
    int parts = 0;
    for (int i = from; i < to; i++) {
      int digit = c[i] - '0';
      if (digit >= 0 && digit <= 9 && part != 0) {
        part = part < 0 ? digit : 10 * part + digit;
        if (part > 255) {
          return -1;
        }
      } else if (c[i] == '.' && part >= 0) {
        address = address << 8 | part;
        part = -1;
        parts++;
      } else {
        return -1;
      }
    }
    return parts == 3 && part >= 0 ? address << 8 | part : -1;
  }
}
