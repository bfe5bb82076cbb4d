package io.tripline.ingest.json;

import static io.tripline.ingest.TestTypes.event;
import static io.tripline.ingest.TestTypes.field;
import static io.tripline.ingest.TestTypes.schema;
import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A type learns in which order the members of its records come. */
final class PlainTypeTest {
  private static final int PATIENCE = 3;

  private final PlainType type = type("a", "b", "c");

  @Test
  void anOrderIsExpectedOnceItWasSeenOften() {
    see(type, PATIENCE - 1, "{", "b", "time", "a");
    assertThat(type.expected()).isNull();
    see(type, 1, "{", "b", "time", "a");
    assertThat(expected(type)).startsWith("b", "time", "a");
  }

  @Test
  void anotherOrderTakesItsPlace() {
    see(type, PATIENCE, "{", "b", "time", "a");
    see(type, PATIENCE, "{", "time", "c");
    assertThat(expected(type)).startsWith("time", "c");
  }

  @Test
  void aFewRecordsOfAnotherOrderChangeNothing() {
    see(type, PATIENCE, "{", "b", "time", "a");
    MemberSequence first = type.expected();
    for (int i = 0; i < 100; i++) {
      see(type, 1, "{", "time", "c");
      IntStream.range(0, 10).forEach(_ -> type.wasExpected());
    }
    assertThat(type.expected()).isSameAs(first);
  }

  @Test
  void spacesBehindColonsAreSeenToo() {
    see(type, PATIENCE, "{", "time", "a");
    MemberSequence tight = type.expected();
    see(type, PATIENCE, "{ ", "time", "a");
    assertThat(type.expected()).isNotSameAs(tight);
  }

  /** Such records always go on where the sequence is at its end. */
  @Test
  void whatIsTooLongForASequenceDoesNotUseUpTheChanges() {
    String[] names =
        IntStream.range(0, MemberCode.MOST_MEMBERS + 5)
            .mapToObj(i -> "f" + i)
            .toArray(String[]::new);
    PlainType wide = type(names);
    String[] order = Arrays.copyOf(names, names.length + 1);
    order[names.length] = "time";
    see(wide, PATIENCE, "{", order);
    MemberSequence first = wide.expected();
    assertThat(expected(wide)).hasSize(MemberCode.MOST_MEMBERS).startsWith("f0", "f1");
    see(wide, 100 * PATIENCE, "{", order);
    assertThat(wide.expected()).isSameAs(first);
    see(wide, PATIENCE, "{", "time", "f7");
    assertThat(expected(wide)).startsWith("time", "f7");
  }

  /**
   * Records come that are not as expected.
   *
   * @param brace with what stands behind colons, too
   */
  private static void see(PlainType type, int times, String brace, String... names) {
    String space = brace.substring(1);
    for (int i = 0; i < times; i++) {
      PlainField previous = type.start();
      for (String name : names) {
        byte[] member = bytes("\"" + name + "\":" + space + "1");
        boolean isGuessed = previous.next.lead.standsAt(member, 0);
        previous = isGuessed ? previous.next : type.find(previous, member, 0);
        assertThat(type.isUnknown(previous)).as(name).isFalse();
      }
      byte[] first = bytes("\"" + names[0] + "\":" + space + "1");
      type.wasNotExpected(first, 0, first.length - PlainRecords.BEYOND);
    }
  }

  private static byte[] bytes(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(utf8, utf8.length + PlainRecords.BEYOND);
  }

  private static List<String> expected(PlainType type) {
    MemberSequence sequence = Objects.requireNonNull(type.expected());
    return Arrays.stream(sequence.fields).map(each -> each.name.text().replace("\"", "")).toList();
  }

  private static PlainType type(String... names) {
    List<EventType.Field> fields = new ArrayList<>();
    for (String name : names) {
      fields.add(field(name, Type.Simple.INT));
    }
    EventType payment = event("Payment", fields.toArray(EventType.Field[]::new));
    EventLayout layout = schema(1, payment).layouts().getFirst();
    DecodeLimits limits = DecodeLimits.defaults();
    PlainText text = new PlainText();
    PlainValues values = new PlainValues(limits, text, PlainSpace.inLines());
    PlainSkip skip = new PlainSkip(limits, text, PlainSpace.inLines(), values);
    MemberReader reader = new MemberReader(limits, text, values, skip);
    return new PlainType(layout, new FieldReaders(), reader, PATIENCE);
  }
}
