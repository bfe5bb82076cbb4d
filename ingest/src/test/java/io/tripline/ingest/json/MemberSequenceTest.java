package io.tripline.ingest.json;

import static io.tripline.ingest.TestTypes.event;
import static io.tripline.ingest.TestTypes.field;
import static io.tripline.ingest.TestTypes.optional;
import static io.tripline.ingest.TestTypes.schema;
import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records whose members are expected are read to their end, others up to what is not. */
final class MemberSequenceTest {
  private static final EventType PAYMENT =
      event(
          "Payment",
          field("card", Type.Simple.STRING),
          optional("amount", new Type.Decimal(2)),
          optional("a long name of a field", Type.Simple.BOOL),
          optional("place", Type.Simple.GEO));
  private static final Schema SCHEMA = schema(1, PAYMENT);
  private static final EventLayout LAYOUT = SCHEMA.layouts().getFirst();
  private static final String MEMBERS = "\"time\":1790000000466,\"card\":\"c7\",\"amount\":-12.5";

  private final List<PlainField> members = members();
  private int end;

  /** Bytes of texts that were put in the event. */
  private int texts;

  private static List<PlainField> members() {
    FieldReaders readers = new FieldReaders();
    return PAYMENT.fields().stream()
        .map(f -> PlainField.of(LAYOUT, PAYMENT.fields().indexOf(f), readers.of(f.type())))
        .toList();
  }

  @Test
  void aRecordMayEndWhereAllIsGivenThatMustBe() {
    assertThat(reached("\"time\":1790000000466,\"card\":\"c7\"}")).isEqualTo(MemberSequence.DONE);
    assertThat(reached(MEMBERS + "}")).isEqualTo(MemberSequence.DONE);
    assertThat(reached("\"time\":1790000000466}")).isEqualTo(0);
  }

  @Test
  void whereItIsDoneItIsBehindTheBrace() {
    String whole =
        MEMBERS + ",\"a long name of a field\":false,\"place\":{\"lat\":-3.25,\"lon\":170.5}}";
    assertThat(reached(whole + "\n{")).isEqualTo(MemberSequence.DONE);
    assertThat(end).isEqualTo(whole.length());
  }

  @Test
  void whatIsOtherwiseStopsItBeforeThatMember() {
    String card = "\"time\":1790000000466,";
    for (String other :
        List.of(
            card + "\"Card\":\"c7\"}",
            card + "\"amount\":1}",
            card + "\"card\":7}",
            card + "\"card\":null}",
            card + " \"card\":\"c7\"}",
            card + "\"card\" :\"c7\"}",
            card + "\"card\": \"c7\"}",
            card + "\"card\":\"c7\" }",
            card + "\"card\":\"c\t7\"}",
            card + "\"card\":\"c7")) {
      assertThat(reached(other)).as(other).isEqualTo(1);
      assertThat(end).as(other).isEqualTo(card.length());
    }
    String name = MEMBERS + ",";
    assertThat(reached(name + "\"a long name of a fiend\":true}")).isEqualTo(3);
    assertThat(end).isEqualTo(name.length());
  }

  @Test
  void aTextThatIsReadOnceMoreIsKeptOnce() {
    String before = "\"time\":1790000000466,";
    for (String otherwise : List.of(" ,", " }", "\n,", ", ")) {
      texts = 0;
      reached(before + "\"card\":\"c7\"" + otherwise + "\"amount\":7}");
      assertThat(texts).as(otherwise).isEqualTo(otherwise.startsWith(",") ? 2 : 0);
    }
    reached(before + "\"card\":\"c7\",\"amount\":7 ,\"place\":null}");
    assertThat(texts).isEqualTo(2);
  }

  @Test
  void spacesBehindCommasAndColonsMayBeExpected() {
    String spaced = MEMBERS.replace(",", ", ").replace(":", ": ") + "}";
    MemberSequence sequence = sequence(" ");
    assertThat(reached(sequence, spaced)).isEqualTo(MemberSequence.DONE);
    assertThat(reached(sequence, MEMBERS + "}")).isEqualTo(0);
    assertThat(reached(spaced)).isEqualTo(0);
  }

  @Test
  void itKnowsWhatWasGivenWhereItStopped() {
    MemberSequence sequence = sequence("");
    assertThat(reached(sequence, "\"card\":\"c7\"}")).isEqualTo(0);
    assertThat(sequence.given()).isEqualTo(0);
    assertThat(reached(sequence, MEMBERS + ",\"x\":1}")).isEqualTo(3);
    assertThat(sequence.given()).isEqualTo(0b111);
    assertThat(sequence.previous(members.getLast())).isSameAs(members.get(2));
  }

  private int reached(String record) {
    return reached(sequence(""), record);
  }

  private int reached(MemberSequence sequence, String record) {
    byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
    EventWriter out = new EventWriter();
    out.begin(LAYOUT, bytes.length + PlainText.BEYOND);
    byte[] padded = Arrays.copyOf(bytes, bytes.length + PlainRecords.BEYOND);
    end = sequence.read(padded, 0, bytes.length, out);
    texts = out.position() - LAYOUT.fixedLength();
    return sequence.reached;
  }

  private MemberSequence sequence(String space) {
    DecodeLimits limits = DecodeLimits.defaults();
    PlainText text = new PlainText();
    PlainValues values = new PlainValues(limits, text, PlainSpace.inLines());
    PlainSkip skip = new PlainSkip(limits, text, PlainSpace.inLines(), values);
    return MemberCode.sequence(members, space, 0b11, new MemberReader(limits, text, values, skip));
  }
}
