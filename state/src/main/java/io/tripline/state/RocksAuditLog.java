package io.tripline.state;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The entries by their numbers. */
final class RocksAuditLog implements AuditLog {
  private static final byte[] NONE = new byte[AuditCodec.HASH_BYTES];

  private final Database db;
  private volatile Head head;

  RocksAuditLog(Database db) {
    this.db = db;
    this.head =
        db.scan(
            Family.AUDIT,
            cursor ->
                cursor.last()
                    ? new Head(
                        Bytes.getLong(cursor.key(), 0),
                        HexFormat.of().formatHex(AuditCodec.hash(cursor.value())))
                    : new Head(0, HexFormat.of().formatHex(NONE)));
  }

  @Override
  public synchronized Link append(AuditEntry entry) {
    long number = head.entries() + 1;
    byte[] before = HexFormat.of().parseHex(head.hash());
    byte[] record = AuditCodec.encode(number, before, entry);
    db.write(batch -> batch.put(Family.AUDIT, Bytes.ofLong(number), record));
    Link link = AuditCodec.decode(record);
    head = new Head(number, link.hash());
    return link;
  }

  @Override
  public Head head() {
    db.checkOpen();
    return head;
  }

  @Override
  public List<Link> latest(int limit, long before) {
    List<Link> found = new ArrayList<>();
    db.scan(
        Family.AUDIT,
        cursor -> {
          boolean there = before > 0 && cursor.seekBack(Bytes.ofLong(before - 1));
          while (there && found.size() < limit) {
            long number = Bytes.getLong(cursor.key(), 0);
            byte[] record = cursor.value();
            found.add(db.decoding("audit entry " + number, () -> AuditCodec.decode(record)));
            there = cursor.previous();
          }
          return null;
        });
    return found;
  }
}
