package io.tripline.state;

import io.tripline.state.AuditLog.Link;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The bytes of audit entries, which their hashes are of. */
final class AuditCodec {
  static final int HASH_BYTES = 32;

  private static final int FORMAT = 1;

  private AuditCodec() {}

  static byte[] encode(long number, byte[] before, AuditEntry entry) {
    RecordWriter out =
        new RecordWriter()
            .u8(FORMAT)
            .bytes(before)
            .i64(number)
            .i64(entry.at())
            .text(entry.by())
            .text(entry.from())
            .text(entry.action())
            .text(entry.target())
            .i32(entry.status())
            .i32(entry.details().size());
    entry.details().forEach((name, value) -> out.text(name).text(value));
    return out.done();
  }

  static Link decode(byte[] record) {
    RecordReader in = new RecordReader(record);
    in.format(FORMAT);
    byte[] before = in.bytes();
    if (before.length != HASH_BYTES) {
      throw new RecordReader.MalformedException("a hash has " + before.length + " bytes");
    }
    long number = in.i64();
    long at = in.i64();
    String by = in.text();
    String from = in.text();
    String action = in.text();
    String target = in.text();
    int status = in.i32();
    Map<String, String> details = new LinkedHashMap<>();
    for (int i = in.count(8); i > 0; i--) {
      details.put(in.text(), in.text());
    }
    in.end();
    return new Link(
        number,
        new AuditEntry(at, by, from, action, target, status, details),
        HexFormat.of().formatHex(before),
        HexFormat.of().formatHex(hash(record)));
  }

  static byte[] hash(byte[] record) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(record);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // each Java has it
    }
  }
}
