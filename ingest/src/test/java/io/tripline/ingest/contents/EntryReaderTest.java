package io.tripline.ingest.contents;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Table;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Type.Simple;
import io.tripline.dsl.ir.ValueList;
import io.tripline.engine.contents.Change;
import io.tripline.engine.contents.EntryForm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EntryReaderTest {
  private static final Place PLACE = new Place("x.trip", 1, 1, 1);
  private static final EntryForm MCCS =
      EntryForm.of(new ValueList("mccs", Simple.INT, null, PLACE));
  private static final EntryForm NAMES =
      EntryForm.of(new ValueList("names", Simple.STRING, null, PLACE));
  private static final EntryForm CUSTOMERS =
      EntryForm.of(
          new Table(
              "customers",
              "account",
              Simple.STRING,
              List.of(
                  new Table.Column("type", new Type.Enumeration(List.of("A", "B")), false, false),
                  new Table.Column("limit", new Type.Decimal(2), true, false),
                  new Table.Column("phone", Simple.INT, true, true),
                  new Table.Column("home", Simple.GEO, true, false)),
              null,
              null,
              PLACE));

  /** Gives a few bytes at a time, so that records are met in pieces. */
  private static InputStream trickle(String text) {
    Random random = new Random(text.length());
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
      @Override
      public synchronized int read(byte[] bytes, int from, int length) {
        return super.read(bytes, from, Math.min(length, 1 + random.nextInt(7)));
      }
    };
  }

  private static EntryReader read(Change change, String text) throws IOException {
    EntryReader reader = new EntryReader(change);
    reader.read(trickle(text), null);
    return reader;
  }

  private static void assertTaken(EntryForm form, String text, int count) throws IOException {
    Change change = new Change(form, true);
    assertThat(read(change, text).wrong()).as(text).isEmpty();
    assertThat(change.count()).as(text).isEqualTo(count);
  }

  private static void assertWrong(EntryForm form, String text, String... wrong) throws IOException {
    EntryReader reader = read(new Change(form, true), text);
    assertThat(reader.wrong().stream().map(each -> each.line() + ": " + each.reason()).toList())
        .as(text)
        .containsExactly(wrong);
    assertThat(reader.wrongCount()).isEqualTo(wrong.length);
  }

  @Test
  void everyWayToWriteEntriesIsTaken() throws IOException {
    assertTaken(MCCS, "value\n5411\n5412\n", 2);
    assertTaken(
        MCCS,
        "\uFEFFvalue,reason,expires\r\n5411,\"a, \"\"b\"\"\nc\",\r\n5412,,2026-01-01T00:00:00Z",
        2);
    assertTaken(MCCS, "{\"value\":5411}\n\n{\"value\":5412,\"reason\":\"}\"}\n", 2);
    assertTaken(MCCS, "[{\"value\":5411},\n {\"value\":5412,\"reason\":\"]\\\"\"}]\n", 2);
    assertTaken(MCCS, "{\n  \"value\": 5411\n}", 1);
    assertTaken(NAMES, "value\nÄrger 日本 🎉\n\"with, comma\"\n", 2);
    assertTaken(CUSTOMERS, "account,type,limit,home.lat,home.lon\nx,A,12.50,1,2\ny,B,,,\n", 2);
  }

  @Test
  void emptyUploadsHaveNoEntries() throws IOException {
    for (String text : List.of("", "\n", "[]", " [ ] ", "value", "value\n", "value\n\n")) {
      assertTaken(MCCS, text, 0);
    }
  }

  @Test
  void theSameEntryTwiceIsOne() throws IOException {
    assertTaken(MCCS, "value\n5411\n5411\n", 1);
    assertWrong(
        MCCS,
        "value,reason\n5411,a\n5412,a\n5411,b\n",
        "4: An entry before it has the same value and is different.");
  }

  @Test
  void everyMistakeIsToldByItsLine() throws IOException {
    assertWrong(
        MCCS,
        "value,reason\n5411,ok\nx,\"two\nlines\"\n5412,ok\n5413\n99999999999999999999,\n",
        "3: Field value (int) must be a whole number, but is \"x\".",
        "6: The row has 1 value, but the file has 2 columns.",
        "7: Field value (int) must fit into 64 bits, but is 99999999999999999999.");
    assertWrong(
        CUSTOMERS,
        "{\"account\":\"a\",\"type\":\"A\"}\n"
            + "{\"account\":\"b\"}\n"
            + "{\"account\":\"c\",\"type\":\"C\"}\n"
            + "{\"account\":\"d\",\"type\":\"A\",\"limt\":1}\n"
            + "{\"account\":\"e\",\"type\":\"A\",\"phone\":\"secret\"}\n",
        "2: Field type (enum(A, B)) is missing.",
        "3: Field type (enum(A, B)) must be one of its symbols, but is \"C\".",
        "4: There is no field \"limt\" here; there are account, type, limit, phone, home, reason,"
            + " expires.",
        "5: Field phone (int) must be a whole number, but is another string.");
    assertWrong(
        MCCS,
        "[{\"value\":1},\n{\"value\":2}\n{\"value\":3}]",
        "3: The JSON breaks off here: a comma or the end of the array should follow.");
    assertWrong(MCCS, "[{\"value\":1}", "1: The JSON breaks off here: the array does not end.");
    assertWrong(MCCS, "[5411]", "1: The JSON breaks off here: an entry should follow, in braces.");
    assertWrong(
        MCCS, "mcc\n5411\n", "1: There is no column mcc here; there are value, reason, expires.");
    assertWrong(MCCS, "reason\nx\n", "1: The first line names no column value.");
  }

  @Test
  void aHugeLineIsRefusedWithoutBeingRead() throws IOException {
    String huge = "value\nok\n" + "x".repeat(2 * EntryReader.LONGEST) + "\nok2\n";
    EntryReader reader = new EntryReader(new Change(NAMES, true));
    reader.read(new ByteArrayInputStream(huge.getBytes(StandardCharsets.UTF_8)), null);
    assertThat(reader.wrong())
        .containsExactly(new WrongEntry(3, "The entry is longer than 1048576 bytes."));
  }

  @Test
  void moreMistakesThanAreToldAreCounted() throws IOException {
    EntryReader reader = read(new Change(MCCS, true), "value\n" + "x\n".repeat(250));
    assertThat(reader.wrong()).hasSize(EntryReader.MOST_TOLD);
    assertThat(reader.wrongCount()).isEqualTo(250);
  }

  @Test
  void anEntryIsNamedByItsKey() {
    EntryReader reader = new EntryReader(new Change(NAMES, false));
    assertThat(reader.key("a \"b\", c\nd", "why, then")).isNotNull();
    assertThat(reader.wrong()).isEmpty();
    reader = new EntryReader(new Change(MCCS, false));
    assertThat(reader.key("5411", null)).isNotNull();
    assertThat(reader.key("x", null)).isNull();
    assertThat(reader.wrong()).hasSize(1);
  }
}
