package io.tripline.state;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads all records of a database, and that those agree which tell of each other: alerts with their
 * ids, the outbox with alerts and webhooks, states with their counts.
 */
final class RecordCheck {
  private static final String CONTRADICTS =
      "One of the two is not as it was written." + Findings.RESTORE;

  private final Database db;
  private final Findings findings;
  private final Set<String> webhooks = new HashSet<>();

  /** Parts of the checkpoint that states lack while their counts have it. */
  private long unapplied;

  RecordCheck(Database db, Findings findings) {
    this.db = db;
    this.findings = findings;
  }

  void run() {
    part("checkpoint", this::checkpoint);
    part("states", this::states);
    part("alerts", this::alerts);
    part("reviews", this::reviews);
    part("keys", this::keys);
    part("audit log", this::audit);
    part("idempotency keys", this::idempotencyKeys);
    part("webhooks", this::webhooks);
    part("silences", this::silences);
    part("proposals", this::proposals);
    part("outbox", this::outbox);
    part("rule versions", this::ruleVersions);
    part("rule failures", this::ruleFailures);
    part("rejected events", () -> log("rejected events", Family.REJECTED));
    part("late events", () -> log("late events", Family.LATE));
    part("decisions", () -> log("decisions", Family.DECISIONS));
  }

  private void part(String what, Runnable part) {
    findings.within(what, "It cannot be read to its end." + Findings.RESTORE, part);
  }

  private void checkpoint() {
    unapplied = ChangeLog.unapplied(db);
    for (long part = 0; part < unapplied; part++) {
      if (db.get(Family.CHANGES, Bytes.ofLong(part)) == null) {
        findings.damage(
            "checkpoint",
            "checkpoint",
            "its part " + part + " of " + unapplied + " is missing",
            "States that changed with it are lost, and the store is not opened."
                + Findings.RESTORE);
      }
    }
    if (unapplied > 0) {
      findings.note(
          "checkpoint",
          "parts of it are not applied yet: " + unapplied,
          "A process has ended before it came to them: the next start applies them, and states are"
              + " not counted before that. Nothing to do.");
    }
  }

  private void states() {
    Map<Long, Long> named = new HashMap<>();
    db.scan(
        Family.STATES,
        cursor -> {
          for (boolean there = cursor.first(); there; there = cursor.next()) {
            named.merge(Bytes.getLong(cursor.key(), 0), 1L, Long::sum);
          }
          return null;
        });
    Map<Long, Long> said = RocksStateStore.counts(db);
    said.values().removeIf(many -> many == 0);
    if (unapplied == 0 && !named.equals(said)) {
      contradicts("states", "there are " + named + " by kind, and " + said + " were counted");
    }
    long[] many = {0};
    new KeyedStates(db)
        .forEach(
            (key, id, state) -> {
              many[0]++;
              byte[] bytes = key.key();
              if (io.tripline.engine.event.Bytes.hash(bytes, 0, bytes.length) != key.hash()) {
                contradicts("states", "a key does not have the hash under which it stands");
              }
            });
    long counted = KeyedStates.count(db);
    if (unapplied == 0 && many[0] != counted) {
      contradicts("states", "there are " + many[0] + " of keys, and " + counted + " were counted");
    }
    findings.count("states", many[0] + named.values().stream().mapToLong(n -> n).sum());
  }

  private void contradicts(String where, String what) {
    findings.damage(where, where, what, CONTRADICTS);
  }

  private void alerts() {
    db.scan(
        Family.ALERTS,
        cursor -> {
          long expected = 1;
          for (boolean there = cursor.first(); there; there = cursor.next()) {
            long ordinal = Bytes.getLong(cursor.key(), 0);
            if (ordinal != expected) {
              contradicts("alerts", "alerts " + expected + " to " + (ordinal - 1) + " are missing");
            }
            alert(ordinal, cursor.value());
            expected = ordinal + 1;
            findings.count("alerts", 1);
          }
          return null;
        });
  }

  private void alert(long ordinal, byte[] record) {
    findings.within(
        "alert " + ordinal,
        "It cannot be shown or delivered." + Findings.RESTORE,
        () -> {
          Alert alert = db.decoding("alert " + ordinal, () -> AlertCodec.decode(ordinal, record));
          byte[] named = db.get(Family.ALERT_IDS, Bytes.utf8(alert.id()));
          // Of the latest, should ids collide.
          if (named == null || Bytes.getLong(named, 0) < ordinal) {
            contradicts("alert " + ordinal, "it is not found by its id");
          }
        });
  }

  private void reviews() {
    long alerts = RocksAlertLog.lastOrdinal(db);
    db.scan(
        Family.REVIEWS,
        cursor -> {
          for (boolean there = cursor.first(); there; there = cursor.next()) {
            review(Bytes.getLong(cursor.key(), 0), cursor.value(), alerts);
          }
          return null;
        });
  }

  private void review(long ordinal, byte[] record, long alerts) {
    String where = "review of alert " + ordinal;
    findings.within(
        where,
        "What people said of the alert is lost." + Findings.RESTORE,
        () -> {
          db.decoding(where, () -> RocksAlertReviews.decode(record));
          if (ordinal > alerts) {
            contradicts(where, "there is no such alert");
          }
          findings.count("reviews", 1);
        });
  }

  private void audit() {
    AuditCheck check = AuditCheck.of(db, List.of());
    AuditCheck.Broken broken = check.broken();
    if (broken != null) {
      contradicts("audit log", broken.what());
    }
    findings.count("audit entries", check.head().entries());
  }

  private void keys() {
    findings.count("keys", new RocksApiKeys(db).list().size());
  }

  private void idempotencyKeys() {
    findings.count("idempotency keys", new RocksIdempotencyKeys(db).count());
  }

  private void silences() {
    findings.count("silences", new RocksSilences(db, () -> 0).list().size());
    long alerts = RocksAlertLog.lastOrdinal(db);
    db.scan(
        Family.SILENCED,
        cursor -> {
          for (boolean there = cursor.first(); there; there = cursor.next()) {
            silenced(Bytes.getLong(cursor.key(), 0), cursor.value(), alerts);
          }
          return null;
        });
  }

  private void proposals() {
    findings.count("proposals", new RocksProposals(db).list().size());
  }

  private void silenced(long ordinal, byte[] record, long alerts) {
    String where = "silence of alert " + ordinal;
    findings.within(
        where,
        "Which silence held the alert back is lost." + Findings.RESTORE,
        () -> {
          db.decoding(where, () -> RocksSilences.decodeMark(record));
          if (ordinal < 1 || ordinal > alerts) {
            contradicts(where, "there is no such alert");
          }
          findings.count("alerts silenced", 1);
        });
  }

  private void webhooks() {
    RocksWebhooks read = new RocksWebhooks(db, new RocksOutbox(db));
    read.list().forEach(webhook -> webhooks.add(webhook.id()));
    findings.count("webhooks", webhooks.size());
  }

  private void outbox() {
    long alerts = RocksAlertLog.lastOrdinal(db);
    db.scan(
        Family.OUTBOX,
        cursor -> {
          for (boolean there = cursor.first(); there; there = cursor.next()) {
            delivery(cursor.key(), cursor.value(), alerts);
          }
          return null;
        });
  }

  private void delivery(byte[] key, byte[] record, long alerts) {
    byte[] webhook = Arrays.copyOfRange(key, 2, 2 + key[1]);
    String id = new String(webhook, StandardCharsets.UTF_8);
    long ordinal = OutboxKeys.ordinal(key);
    String where = "outbox, alert " + ordinal + " to " + id;
    if (!webhooks.contains(id)) {
      contradicts(where, "there is no such webhook");
    }
    if (ordinal < 1 || ordinal > alerts) {
      contradicts(where, "there is no such alert");
    }
    switch (key[0]) {
      case OutboxKeys.MEMBER -> {
        long leader = OutboxKeys.leader(key);
        if (db.get(Family.OUTBOX, OutboxKeys.entry(webhook, leader)) == null
            && db.get(Family.OUTBOX, OutboxKeys.dead(webhook, leader)) == null) {
          contradicts(where, "it goes with alert " + leader + ", which is not there");
        }
      }
      case OutboxKeys.ENTRY -> {
        findings.count("deliveries pending", 1);
        long due = OutboxQueue.decode(db, id, ordinal, record).nextAttemptMillis();
        if (db.get(Family.OUTBOX, OutboxKeys.schedule(webhook, due, ordinal)) == null) {
          contradicts(where, "it is never due");
        }
      }
      case OutboxKeys.SCHEDULE -> {
        if (db.get(Family.OUTBOX, OutboxKeys.entry(webhook, ordinal)) == null) {
          contradicts(where, "it is due, and not there");
        }
      }
      case OutboxKeys.DEAD -> findings.count("dead letters", 1);
      default -> contradicts(where, "a record of an unknown kind");
    }
  }

  private void ruleVersions() {
    RocksRuleVersions versions = new RocksRuleVersions(db);
    for (String name : versions.names()) {
      int expected = 1;
      for (RuleSetVersion version : versions.versions(name)) {
        if (version.version() != expected) {
          contradicts("rule set " + name, "version " + expected + " is missing");
        }
        expected = version.version() + 1;
        findings.count("rule versions", 1);
      }
    }
  }

  private void ruleFailures() {
    findings.count("rule failures", new RocksRuleVersions(db).failures().size());
  }

  /** Of which the first ones may have been dropped. */
  private void log(String what, Family family) {
    db.scan(
        family,
        cursor -> {
          long before = -1;
          for (boolean there = cursor.first(); there; there = cursor.next()) {
            long number = Bytes.getLong(cursor.key(), 0);
            if (before >= 0 && number != before + 1) {
              contradicts(what, "numbers " + (before + 1) + " to " + (number - 1) + " are missing");
            }
            before = number;
            findings.count(what, 1);
          }
          return null;
        });
  }
}
