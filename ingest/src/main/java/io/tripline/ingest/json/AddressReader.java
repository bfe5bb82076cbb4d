package io.tripline.ingest.json;

import io.tripline.dsl.ir.IpAddress;
import io.tripline.engine.event.EventWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads IP addresses, as {@link IpAddress#parse} does. */
final class AddressReader extends FieldReader {
  private static final Problem NOT_AN_ADDRESS =
      new Problem("bad_ip", "be an IP address such as \"192.0.2.1\" or \"2001:db8::1\"", true);
  private static final int MAX_LENGTH = 64;

  AddressReader() {
    super("be a string with an IP address");
  }

  @Override
  @Nullable Problem readString(char[] chars, int offset, int length, EventWriter out, int field) {
    if (length > MAX_LENGTH) {
      return NOT_AN_ADDRESS;
    }
    Optional<IpAddress> address = IpAddress.parse(chars, offset, length);
    if (address.isEmpty()) {
      return NOT_AN_ADDRESS;
    }
    out.setIp(field, address.get());
    return null;
  }
}
