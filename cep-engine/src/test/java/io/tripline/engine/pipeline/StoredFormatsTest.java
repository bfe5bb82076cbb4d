package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.contents.ContentsReading;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.mode.RuleModes.Change;
import io.tripline.engine.port.StorageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The bytes of what the pipeline stores. A golden value that has to change is a change of a stored
 * format: it takes a new version number, and code that reads the old one.
 */
final class StoredFormatsTest {
  private static final HexFormat HEX = HexFormat.of();

  private static final Meta META =
      new Meta(
          new TimeReading(
              7,
              1_000,
              900,
              new TimeReading.Counts(2, 3, 4, 5, 6),
              List.of(
                  new TimeReading.SourceReading("default", 1_000, false),
                  new TimeReading.SourceReading("b", 900, true)),
              0,
              List.of(new TimeReading.LaneReading(5_000, -4_000, 800, 0))),
          3,
          2,
          4,
          0x1122_3344_5566_7788L,
          9,
          List.of(
              new Meta.RuleSetEntry(
                  "set",
                  5,
                  List.of(new Meta.RuleEntry("r", 8, "shape"), new Meta.RuleEntry("ü", 6, "")),
                  new RuleModes(
                      RuleMode.SHADOW,
                      Map.of("r", new RuleMode(1_000)),
                      false,
                      Set.of("ü"),
                      Map.of("r", "why")),
                  true)),
          List.of(new Meta.SeriesEntry("w", 7, "s", 3_000)),
          new ContentsReading(
              20,
              List.of(
                  new ContentsReading.Named(
                      "l",
                      10,
                      List.of(new ContentsReading.Generation(19, 30, 40, "me", 50, 60))))));

  private static final String META_BYTES =
      String.join(
          "",
          "08" + "00b89c66",
          "0000000000000007" + "00000000000003e8" + "0000000000000384",
          "0000000000000002" + "0000000000000003" + "0000000000000004",
          "0000000000000005" + "0000000000000006",
          "00000002" + "0000000764656661756c74" + "00000000000003e8" + "00",
          "0000000162" + "0000000000000384" + "01",
          "00000001" + "0000000000001388" + "fffffffffffff060" + "0000000000000320",
          "0000000000000003"
              + "0000000000000002"
              + "00000004"
              + "1122334455667788"
              + "0000000000000009",
          "00000001" + "00000003736574" + "00000005" + "00000002",
          "0000000172" + "0000000000000008" + "000000057368617065",
          "00000002c3bc" + "0000000000000006" + "00000000",
          "00000000" + "00000001" + "0000000172" + "000003e8" + "00" + "00000001" + "00000002c3bc",
          "00000001" + "0000000172" + "00000003776879" + "01",
          "00000001" + "0000000177" + "0000000000000007" + "0000000173" + "0000000000000bb8",
          "0000000000000014" + "00000001" + "000000016c" + "000000000000000a" + "00000001",
          "0000000000000013" + "000000000000001e" + "0000000000000028",
          "000000026d65" + "0000000000000032" + "0000003c");

  private static final String META_BYTES_BEFORE_DRAINS =
      String.join(
          "",
          "07" + "43f5d836",
          "0000000000000007" + "00000000000003e8" + "0000000000000384",
          "0000000000000002" + "0000000000000003" + "0000000000000004",
          "0000000000000005" + "0000000000000006",
          "00000002" + "0000000764656661756c74" + "00000000000003e8" + "00",
          "0000000162" + "0000000000000384" + "01",
          "00000001" + "0000000000001388" + "fffffffffffff060" + "0000000000000320",
          "0000000000000003"
              + "0000000000000002"
              + "00000004"
              + "1122334455667788"
              + "0000000000000009",
          "00000001" + "00000003736574" + "00000005" + "00000002",
          "0000000172" + "0000000000000008" + "000000057368617065",
          "00000002c3bc" + "0000000000000006" + "00000000",
          "00000000" + "00000001" + "0000000172" + "000003e8" + "00" + "00000001" + "00000002c3bc",
          "00000001" + "0000000172" + "00000003776879",
          "00000001" + "0000000177" + "0000000000000007" + "0000000173" + "0000000000000bb8",
          "0000000000000014" + "00000001" + "000000016c" + "000000000000000a" + "00000001",
          "0000000000000013" + "000000000000001e" + "0000000000000028",
          "000000026d65" + "0000000000000032" + "0000003c");

  private static final String META_BYTES_BEFORE_FAILURES =
      String.join(
          "",
          "06" + "3aa997ac",
          "0000000000000007" + "00000000000003e8" + "0000000000000384",
          "0000000000000002" + "0000000000000003" + "0000000000000004",
          "0000000000000005" + "0000000000000006",
          "00000002" + "0000000764656661756c74" + "00000000000003e8" + "00",
          "0000000162" + "0000000000000384" + "01",
          "00000001" + "0000000000001388" + "fffffffffffff060" + "0000000000000320",
          "0000000000000003"
              + "0000000000000002"
              + "00000004"
              + "1122334455667788"
              + "0000000000000009",
          "00000001" + "00000003736574" + "00000005" + "00000002",
          "0000000172" + "0000000000000008" + "000000057368617065",
          "00000002c3bc" + "0000000000000006" + "00000000",
          "00000000" + "00000001" + "0000000172" + "000003e8" + "00" + "00000001" + "00000002c3bc",
          "00000001" + "0000000177" + "0000000000000007" + "0000000173" + "0000000000000bb8",
          "0000000000000014" + "00000001" + "000000016c" + "000000000000000a" + "00000001",
          "0000000000000013" + "000000000000001e" + "0000000000000028",
          "000000026d65" + "0000000000000032" + "0000003c");

  private static final String META_BYTES_BEFORE_MODES =
      String.join(
          "",
          "05" + "6be9d366",
          "0000000000000007" + "00000000000003e8" + "0000000000000384",
          "0000000000000002" + "0000000000000003" + "0000000000000004",
          "0000000000000005" + "0000000000000006",
          "00000002" + "0000000764656661756c74" + "00000000000003e8" + "00",
          "0000000162" + "0000000000000384" + "01",
          "00000001" + "0000000000001388" + "fffffffffffff060" + "0000000000000320",
          "0000000000000003" + "00000004" + "1122334455667788" + "0000000000000009",
          "00000001" + "00000003736574" + "00000005" + "00000002",
          "0000000172" + "0000000000000008" + "000000057368617065",
          "00000002c3bc" + "0000000000000006" + "00000000",
          "00000001" + "0000000177" + "0000000000000007" + "0000000173" + "0000000000000bb8",
          "0000000000000014" + "00000001" + "000000016c" + "000000000000000a" + "00000001",
          "0000000000000013" + "000000000000001e" + "0000000000000028",
          "000000026d65" + "0000000000000032" + "0000003c");

  private static final String BLOCK_BYTES =
      String.join(
          "",
          "02" + "620c1bc3" + "0000000000000026",
          "01" + "0000000b" + "050000000a" + "060000000b0c",
          "02" + "00000002" + "0102",
          "04" + "00000000");

  private static byte[] block() {
    JournalBlock block = new JournalBlock();
    block.begin(0x26);
    // Two events of 5 and 6 bytes: what counts here is only that each begins with its length.
    block.add(EntryKind.EVENTS, HEX.parseHex("050000000a060000000b0cff"), 0, 11);
    block.add(EntryKind.DEPLOY, new byte[] {1, 2}, 0, 2);
    block.add(EntryKind.END, new byte[0], 0, 0);
    return Arrays.copyOf(block.finish(), block.length());
  }

  @Test
  void metaIsGolden() {
    assertThat(HEX.formatHex(MetaCodec.encode(META))).isEqualTo(META_BYTES);
    Meta read = MetaCodec.decode(HEX.parseHex(META_BYTES));
    assertThat(read).usingRecursiveComparison().isEqualTo(META);
    assertThat(MetaCodec.decode(MetaCodec.encode(Meta.START))).isEqualTo(Meta.START);
  }

  @Test
  void metaOfBeforeDrainsIsRead() {
    Meta read = MetaCodec.decode(HEX.parseHex(META_BYTES_BEFORE_DRAINS));
    assertThat(read.ruleSets().getFirst().draining()).isFalse();
    assertThat(read).usingRecursiveComparison().ignoringFields("ruleSets").isEqualTo(META);
    assertThat(read.ruleSets().getFirst().modes()).isEqualTo(META.ruleSets().getFirst().modes());
    assertThat(read.ruleSets().getFirst().rules()).isEqualTo(META.ruleSets().getFirst().rules());
  }

  @Test
  void metaOfBeforeFailuresIsRead() {
    Meta read = MetaCodec.decode(HEX.parseHex(META_BYTES_BEFORE_FAILURES));
    assertThat(read.ruleSets().getFirst().modes().failed()).isEmpty();
    assertThat(read).usingRecursiveComparison().ignoringFields("ruleSets").isEqualTo(META);
    assertThat(read.ruleSets().getFirst().modes().paused()).containsExactly("ü");
  }

  @Test
  void metaOfBeforeModesIsRead() {
    Meta read = MetaCodec.decode(HEX.parseHex(META_BYTES_BEFORE_MODES));
    assertThat(read.inShadow()).isZero();
    assertThat(read.ruleSets().getFirst().modes()).isEqualTo(RuleModes.LIVE);
    assertThat(read)
        .usingRecursiveComparison()
        .ignoringFields("inShadow", "ruleSets")
        .isEqualTo(META);
    assertThat(read.ruleSets().getFirst().rules()).isEqualTo(META.ruleSets().getFirst().rules());
  }

  @Test
  void journalBlockIsGolden() {
    assertThat(HEX.formatHex(block())).isEqualTo(BLOCK_BYTES);
    List<String> runs = new ArrayList<>();
    long after =
        JournalBlock.read(
            40,
            HEX.parseHex(BLOCK_BYTES),
            (first, count, kind, bytes, offset, length) ->
                runs.add(
                    first
                        + " "
                        + count
                        + " "
                        + kind
                        + " "
                        + HEX.formatHex(bytes, offset, offset + length)));
    assertThat(runs)
        .containsExactly("40 2 EVENTS 050000000a060000000b0c", "42 1 DEPLOY 0102", "43 1 END ");
    assertThat(after).isEqualTo(44);
  }

  @Test
  void deploymentIsGolden() {
    RuleSetEntryCodec.Entry entry =
        new RuleSetEntryCodec.Entry("set", 2, 1_000, "text", -1, null, RuleMode.SHADOW, 1, true);
    String golden =
        "05"
            + "00000003736574"
            + "00000002"
            + "00000000000003e8"
            + "0000000474657874"
            + "ffffffffffffffff"
            + "00"
            + "00000000"
            + "00000001"
            + "01";
    assertThat(HEX.formatHex(RuleSetEntryCodec.encode(entry))).isEqualTo(golden);
    assertThat(RuleSetEntryCodec.decode(HEX.parseHex(golden))).isEqualTo(entry);
    String beforeDrains = "04" + golden.substring(2, golden.length() - 2);
    assertThat(RuleSetEntryCodec.decode(HEX.parseHex(beforeDrains)))
        .isEqualTo(
            new RuleSetEntryCodec.Entry(
                "set", 2, 1_000, "text", -1, null, RuleMode.SHADOW, 1, false));
    String beforeRestoring = "03" + golden.substring(2, golden.length() - 10);
    assertThat(RuleSetEntryCodec.decode(HEX.parseHex(beforeRestoring)))
        .isEqualTo(
            new RuleSetEntryCodec.Entry(
                "set", 2, 1_000, "text", -1, null, RuleMode.SHADOW, 0, false));
    String beforeModes = "02" + golden.substring(2, golden.length() - 18);
    assertThat(RuleSetEntryCodec.decode(HEX.parseHex(beforeModes)))
        .isEqualTo(new RuleSetEntryCodec.Entry("set", 2, 1_000, "text", -1, null, null, 0, false));
  }

  @Test
  void changesOfModesAreGolden() {
    assertGolden(new Change.To("r", new RuleMode(1_050)), "00000001" + "72" + "01" + "0000041a");
    assertGolden(new Change.Pause(null), "00000000" + "02");
    assertGolden(new Change.Resume("r"), "00000001" + "72" + "03");
    assertGolden("02", new Change.Fail("r", "why"), "00000001" + "72" + "04" + "00000003776879");
    assertGolden("03", new Change.Drained("r", 7), "00000001" + "72" + "05" + "00000007");
    assertThat(EntryKind.of(9)).isEqualTo(EntryKind.MODES);
    for (String wrong : List.of("", "01", "02", "010000000173" + "0000000000000000" + "00000000")) {
      assertThatThrownBy(() -> ModeEntryCodec.decode(HEX.parseHex(wrong)))
          .as(wrong)
          .isInstanceOf(StorageException.class);
    }
  }

  private static void assertGolden(Change change, String bytes) {
    assertGolden("01", change, bytes);
  }

  private static void assertGolden(String format, Change change, String bytes) {
    String golden = format + "00000003736574" + "00000000000003e8" + bytes;
    ModeEntryCodec.Entry entry = new ModeEntryCodec.Entry("set", 1_000, change);
    assertThat(HEX.formatHex(ModeEntryCodec.encode(entry))).isEqualTo(golden);
    assertThat(ModeEntryCodec.decode(HEX.parseHex(golden))).isEqualTo(entry);
  }

  @Test
  void entriesAboutSourcesAreGolden() {
    assertThat(HEX.formatHex(SourceEntryCodec.source(3, "mail")))
        .isEqualTo("00000003" + "000000046d61696c");
    assertThat(HEX.formatHex(SourceEntryCodec.time(3, -1_000)))
        .isEqualTo("00000003" + "fffffffffffffc18");
    assertThat(HEX.formatHex(SourceEntryCodec.idle(3))).isEqualTo("00000003");
    assertThat(EntryKind.of(5)).isEqualTo(EntryKind.SOURCE);
    assertThat(EntryKind.of(6)).isEqualTo(EntryKind.TIME);
    assertThat(EntryKind.of(7)).isEqualTo(EntryKind.IDLE);
    assertThat(EntryKind.of(8)).isEqualTo(EntryKind.CONTENTS);
  }

  @Test
  void heldEventIsGolden() {
    // An event of six bytes: what counts here is only that it begins with its length.
    byte[] event = HEX.parseHex("060000000b0c");
    String golden = "01" + "00000002" + "0000000000001388" + "000000000000ea60" + "060000000b0c";
    byte[] bytes =
        HeldEventCodec.encode(new HeldEventCodec.Stored(List.of(5_000L, 60_000L), event));
    assertThat(HEX.formatHex(bytes)).isEqualTo(golden);
    HeldEventCodec.Stored read = HeldEventCodec.decode(bytes);
    assertThat(read.lanes()).containsExactly(5_000L, 60_000L);
    assertThat(read.event()).isEqualTo(event);
    assertThat(HEX.formatHex(HeldEventCodec.key(258))).isEqualTo("0000000000000102");
    assertThat(HeldEventCodec.number(HeldEventCodec.key(258))).isEqualTo(258);
    for (String wrong :
        List.of("", "02", "01000000", "01ffffffff", golden.substring(2), golden + "00")) {
      assertThatThrownBy(() -> HeldEventCodec.decode(HEX.parseHex(wrong)))
          .as(wrong)
          .isInstanceOf(StorageException.class);
    }
    assertThatThrownBy(() -> HeldEventCodec.number(new byte[7]))
        .isInstanceOf(StorageException.class);
  }

  @Test
  void everyDamagedByteIsFound() {
    Consumer<byte[]> meta = MetaCodec::decode;
    Consumer<byte[]> block =
        bytes -> JournalBlock.read(0, bytes, (first, count, kind, b, offset, length) -> {});
    for (int i = 0; i < META_BYTES.length() / 2; i++) {
      assertDamaged(META_BYTES, i, meta);
    }
    for (int i = 0; i < META_BYTES_BEFORE_DRAINS.length() / 2; i++) {
      assertDamaged(META_BYTES_BEFORE_DRAINS, i, meta);
    }
    for (int i = 0; i < META_BYTES_BEFORE_FAILURES.length() / 2; i++) {
      assertDamaged(META_BYTES_BEFORE_FAILURES, i, meta);
    }
    for (int i = 0; i < META_BYTES_BEFORE_MODES.length() / 2; i++) {
      assertDamaged(META_BYTES_BEFORE_MODES, i, meta);
    }
    for (int i = 0; i < BLOCK_BYTES.length() / 2; i++) {
      assertDamaged(BLOCK_BYTES, i, block);
    }
  }

  private static void assertDamaged(String golden, int at, Consumer<byte[]> reader) {
    byte[] damaged = HEX.parseHex(golden);
    damaged[at] ^= 0x10;
    assertThatThrownBy(() -> reader.accept(damaged))
        .as("byte %d", at)
        .isInstanceOf(StorageException.class);
    byte[] cut = Arrays.copyOf(HEX.parseHex(golden), at);
    assertThatThrownBy(() -> reader.accept(cut))
        .as("cut at %d", at)
        .isInstanceOf(StorageException.class);
  }

  @Test
  void aLaterFormatIsNamed() {
    byte[] later = HEX.parseHex(BLOCK_BYTES);
    later[0] = 3;
    assertThatThrownBy(() -> JournalBlock.read(5, later, (f, c, k, b, o, l) -> {}))
        .hasMessage(
            "The journal block that begins at entry 5 has format 3; this version of Tripline reads"
                + " format 2.");
  }

  @Test
  void aRunWhoseEventsDoNotAddUpIsDamaged() {
    JournalBlock block = new JournalBlock();
    byte[] events = new byte[8];
    Bytes.putInt(events, 0, 9);
    block.add(EntryKind.EVENTS, events, 0, 8);
    byte[] bytes = Arrays.copyOf(block.finish(), block.length());
    assertThatThrownBy(() -> JournalBlock.read(0, bytes, (f, c, k, b, o, l) -> {}))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("is damaged");
  }
}
