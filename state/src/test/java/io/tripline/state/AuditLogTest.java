package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.state.AuditCheck.Broken;
import io.tripline.state.AuditLog.Head;
import io.tripline.state.AuditLog.Link;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditLogTest {
  private static final AuditEntry ENTRY =
      new AuditEntry(1_000, "key:a", "::1", "deploy", "PUT /x", 200, Map.of("version", "größer"));
  private static final byte[] NOTHING = new byte[32];

  @TempDir Path folder;

  private static AuditEntry entry(int number) {
    return new AuditEntry(number, "ana", "", "change", "n" + number, 200, Map.of());
  }

  /** Fills a log, and answers its ends after each entry. */
  private List<Head> fill(int entries) {
    List<Head> heads = new ArrayList<>();
    try (RocksStorage storage = RocksStorage.open(folder, TestStore.SMALL)) {
      for (int i = 1; i <= entries; i++) {
        storage.audit().append(entry(i));
        heads.add(storage.audit().head());
      }
    }
    return heads;
  }

  private void change(Consumer<Batch> change) {
    try (Database db = Database.open(StoreFolder.prepare(folder), false, TestStore.SMALL)) {
      db.write(change);
    }
  }

  private byte[] record(long number) {
    try (Database db = Database.open(StoreFolder.prepare(folder), false, TestStore.SMALL)) {
      return db.get(Family.AUDIT, Bytes.ofLong(number));
    }
  }

  /**
   * The bytes are on people's disks, and hashed: when this fails, a new format number is needed.
   */
  @Test
  void theStoredFormStaysAsItIs() {
    String golden =
        "01"
            + "00000020"
            + "00".repeat(32)
            + "0000000000000007"
            + "00000000000003e8"
            + "00000005"
            + "6b65793a61"
            + "00000003"
            + "3a3a31"
            + "00000006"
            + "6465706c6f79"
            + "00000006"
            + "505554202f78"
            + "000000c8"
            + "00000001"
            + "00000007"
            + "76657273696f6e"
            + "00000008"
            + "6772c3b6c39f6572";
    assertThat(HexFormat.of().formatHex(AuditCodec.encode(7, NOTHING, ENTRY))).isEqualTo(golden);
    Link link = AuditCodec.decode(HexFormat.of().parseHex(golden));
    assertThat(link.entry()).isEqualTo(ENTRY);
    assertThat(link.number()).isEqualTo(7);
    assertThat(link.before()).isEqualTo("00".repeat(32));
    byte[] whole = HexFormat.of().parseHex(golden);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> AuditCodec.decode(cut))
          .isInstanceOf(RecordReader.MalformedException.class);
    }
  }

  @Test
  void entriesAreThereAfterReopeningAndTheChainGoesOn() {
    List<Head> heads = fill(3);
    try (RocksStorage storage = RocksStorage.open(folder, TestStore.SMALL)) {
      AuditLog log = storage.audit();
      assertThat(log.head()).isEqualTo(heads.getLast());
      Link fourth = log.append(entry(4));
      assertThat(fourth.before()).isEqualTo(heads.getLast().hash());
      assertThat(log.latest(2, Long.MAX_VALUE)).extracting(Link::number).containsExactly(4L, 3L);
      assertThat(log.latest(10, 3)).extracting(Link::entry).containsExactly(entry(2), entry(1));
      assertThat(log.latest(10, 1)).isEmpty();
      assertThat(log.latest(1, 5)).containsExactly(fourth);
    }
    assertThat(AuditCheck.run(folder, heads).broken()).isNull();
  }

  @Test
  void anEmptyLogIsWhole() {
    fill(0);
    assertThat(AuditCheck.run(folder, List.of()))
        .isEqualTo(new AuditCheck(new Head(0, "0".repeat(64)), null));
  }

  @Test
  void anyChangedByteOfAnyEntryButTheLastIsSeen() {
    fill(3);
    byte[] second = record(2);
    try (Database db = Database.open(StoreFolder.prepare(folder), false, TestStore.SMALL)) {
      for (int i = 0; i < second.length; i++) {
        byte[] changed = second.clone();
        changed[i] ^= 0x10;
        db.writeUnsynced(batch -> batch.put(Family.AUDIT, Bytes.ofLong(2), changed));
        Broken broken = AuditCheck.of(db, List.of()).broken();
        assertThat(broken).as("byte %d", i).isNotNull();
        assertThat(broken.number()).as("byte %d", i).isBetween(1L, 2L);
      }
    }
  }

  @Test
  void whatIsTakenOutMovedOrPutInIsSeen() {
    fill(4);
    byte[] second = record(2);
    byte[] third = record(3);
    change(batch -> batch.delete(Family.AUDIT, Bytes.ofLong(2)));
    assertThat(broken()).isEqualTo(new Broken(2, "Entries 2 to 2 are missing."));
    change(batch -> batch.put(Family.AUDIT, Bytes.ofLong(2), third));
    assertThat(broken()).isEqualTo(new Broken(2, "Entry 3 stands in the place of entry 2."));
    byte[] forged = AuditCodec.encode(2, AuditCodec.hash(record(1)), entry(99));
    change(batch -> batch.put(Family.AUDIT, Bytes.ofLong(2), forged));
    assertThat(broken().what())
        .isEqualTo(
            "Entry 2 is not the one that entry 3 was written after: one of the two was changed.");
    change(batch -> batch.put(Family.AUDIT, Bytes.ofLong(2), second));
    assertThat(broken()).isNull();
    change(batch -> batch.put(Family.AUDIT, Bytes.ofLong(3), new byte[] {9}));
    assertThat(broken()).isEqualTo(new Broken(3, "Entry 3 cannot be read."));
  }

  private Broken broken() {
    return AuditCheck.run(folder, List.of()).broken();
  }

  /** Whoever can write the store can write a chain anew; only a note of its end tells. */
  @Test
  void aNotedEndShowsWhatTheChainCannot() {
    List<Head> heads = fill(3);
    change(batch -> batch.delete(Family.AUDIT, Bytes.ofLong(3)));
    assertThat(broken()).as("a log that is cut is a shorter log").isNull();
    assertThat(AuditCheck.run(folder, List.of(heads.get(1))).broken()).isNull();
    assertThat(AuditCheck.run(folder, List.of(heads.get(2))).broken())
        .isEqualTo(
            new Broken(
                3, "There were 3 entries when the end was noted; those from 3 on are missing."));
    byte[] forged = AuditCodec.encode(2, AuditCodec.hash(record(1)), entry(99));
    change(batch -> batch.put(Family.AUDIT, Bytes.ofLong(2), forged));
    assertThat(broken()).as("the last entry, changed").isNull();
    assertThat(AuditCheck.run(folder, List.of(heads.get(0), heads.get(1))).broken())
        .isEqualTo(
            new Broken(
                2,
                "Entry 2 does not have the hash that was noted: it, or one before it, was"
                    + " changed."));
  }

  @Test
  void aCheckOfTheStoreChecksItToo() {
    fill(3);
    change(batch -> batch.delete(Family.AUDIT, Bytes.ofLong(2)));
    Findings findings = new Findings();
    try (StoreView view = StoreView.open(folder)) {
      new RecordCheck(view.db(), findings).run();
    }
    assertThat(findings.report().findings())
        .singleElement()
        .satisfies(found -> assertThat(found.what()).isEqualTo("Entries 2 to 2 are missing."));
  }
}
