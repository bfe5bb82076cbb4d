package io.tripline.state;

import io.tripline.engine.port.CrashPoint;
import io.tripline.engine.port.RuleVersions;
import io.tripline.engine.port.StorageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Rule versions: key = length of the name (2 bytes), name, version (4 bytes). Beside them, under a
 * name in the store's meta data, where rules have failed: few, and read together. Thread-safe.
 */
final class RocksRuleVersions implements RuleVersions {
  private static final int FORMAT = 2;

  /** Nothing is brought back. */
  private static final int BEFORE_RESTORING = 1;

  private static final int MAX_NAME = 1 << 15;
  private static final byte[] FAILURES = Bytes.utf8("rule_failures");
  private static final int FAILURES_FORMAT = 1;

  private final Database db;

  RocksRuleVersions(Database db) {
    this.db = db;
  }

  @Override
  public synchronized void put(RuleSetVersion version) {
    byte[] key = key(version.name(), version.version());
    byte[] there = db.get(Family.RULE_VERSIONS, key);
    if (there == null) {
      byte[] record = encode(version);
      db.pass(CrashPoint.RULE_VERSION_BEFORE);
      db.write(batch -> batch.put(Family.RULE_VERSIONS, key, record));
      db.pass(CrashPoint.RULE_VERSION_AFTER);
    } else if (!same(decode(version.name(), version.version(), there), version)) {
      // What ran when is evidence, and is not written over.
      throw new StorageException(
          "Version "
              + version.version()
              + " of rule set "
              + version.name()
              + " is already stored with another content.");
    }
  }

  /** The wall clock is for people, and may differ when a deployment is replayed. */
  private static boolean same(RuleSetVersion a, RuleSetVersion b) {
    return a.sequence() == b.sequence()
        && a.deleted() == b.deleted()
        && a.restores() == b.restores()
        && a.text().equals(b.text());
  }

  @Override
  public List<RuleSetVersion> versions(String name) {
    return db.scan(
        Family.RULE_VERSIONS,
        key(name, 0),
        key(name, -1),
        cursor -> {
          List<RuleSetVersion> versions = new ArrayList<>();
          for (boolean there = cursor.first(); there; there = cursor.next()) {
            byte[] key = cursor.key();
            int version = ByteBuffer.wrap(key).getInt(key.length - 4);
            versions.add(decode(name, version, cursor.value()));
          }
          return versions;
        });
  }

  @Override
  public synchronized void forgetAfter(long sequence) {
    for (String name : names()) {
      for (RuleSetVersion version : versions(name)) {
        if (version.sequence() > sequence) {
          db.write(batch -> batch.delete(Family.RULE_VERSIONS, key(name, version.version())));
        }
      }
    }
    List<RuleFailure> left =
        failures().stream().filter(each -> each.sequence() <= sequence).toList();
    if (left.size() < failures().size()) {
      write(left);
    }
  }

  @Override
  public synchronized void put(RuleFailure failure) {
    List<RuleFailure> all = new ArrayList<>(failures());
    if (all.stream().noneMatch(each -> each.stateId() == failure.stateId())) {
      all.add(failure);
      write(all);
    }
  }

  private void write(List<RuleFailure> all) {
    RecordWriter out = new RecordWriter().u8(FAILURES_FORMAT).i32(all.size());
    for (RuleFailure each : all) {
      out.i64(each.stateId())
          .text(each.ruleSet())
          .text(each.rule())
          .i64(each.sequence())
          .i64(each.clock())
          .i64(each.completedBy())
          .text(each.reason());
    }
    byte[] record = out.done();
    db.write(batch -> batch.put(Family.META, FAILURES, record));
  }

  @Override
  public List<RuleFailure> failures() {
    byte[] record = db.get(Family.META, FAILURES);
    if (record == null) {
      return List.of();
    }
    return db.decoding(
        "where rules have failed",
        () -> {
          RecordReader in = new RecordReader(record);
          in.format(FAILURES_FORMAT, FAILURES_FORMAT);
          List<RuleFailure> all = new ArrayList<>();
          for (int left = in.i32(); left > 0; left--) {
            all.add(
                new RuleFailure(
                    in.i64(), in.text(), in.text(), in.i64(), in.i64(), in.i64(), in.text()));
          }
          in.end();
          return List.copyOf(all);
        });
  }

  @Override
  public List<String> names() {
    return db.scan(
        Family.RULE_VERSIONS,
        cursor -> {
          List<String> names = new ArrayList<>();
          boolean there = cursor.first();
          while (there) {
            byte[] key = cursor.key();
            String name =
                new String(key, 2, key.length - 6, java.nio.charset.StandardCharsets.UTF_8);
            names.add(name);
            there = cursor.seek(key(name, -1)); // past its other versions
          }
          names.sort(null);
          return names;
        });
  }

  private static byte[] key(String name, int version) {
    byte[] utf8 = Bytes.utf8(name);
    if (utf8.length >= MAX_NAME) {
      throw new IllegalArgumentException("the name of a rule set has " + utf8.length + " bytes");
    }
    return ByteBuffer.allocate(2 + utf8.length + 4)
        .putShort((short) utf8.length)
        .put(utf8)
        .putInt(version)
        .array();
  }

  private static byte[] encode(RuleSetVersion version) {
    return new RecordWriter()
        .u8(FORMAT)
        .i64(version.sequence())
        .bool(version.deleted())
        .i64(version.deployedAt())
        .text(version.text())
        .i32(version.restores())
        .done();
  }

  private RuleSetVersion decode(String name, int version, byte[] record) {
    return db.decoding(
        "version " + version + " of rule set " + name,
        () -> {
          RecordReader in = new RecordReader(record);
          int format = in.format(BEFORE_RESTORING, FORMAT);
          RuleSetVersion decoded =
              new RuleSetVersion(
                  name,
                  version,
                  in.i64(),
                  in.bool(),
                  in.i64(),
                  in.text(),
                  format == BEFORE_RESTORING ? RuleSetVersion.NONE : in.i32());
          in.end();
          return decoded;
        });
  }
}
