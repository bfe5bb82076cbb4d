package io.tripline.ingest.json;

import static io.tripline.ingest.TestTypes.event;
import static io.tripline.ingest.TestTypes.everyType;
import static io.tripline.ingest.TestTypes.optional;
import static io.tripline.ingest.TestTypes.schema;
import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Type;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

final class DecodePropertyTest {
  private static final EventType OTHER = event("Other", optional("string", Type.Simple.STRING));

  // jqwik makes an instance for each try.
  private static final Decoding ONE = new Decoding(schema(1, everyType()));
  private static final Decoding TWO = new Decoding(schema(1, everyType(), OTHER));

  @Property(tries = 3_000)
  void whatIsWrittenIsRead(@ForAll long seed) {
    RandomEvents.Written written = new RandomEvents(seed).next(everyType());
    for (Decoding decoding : List.of(ONE, TWO)) {
      assertThat(decoding.decode(written.json())).as(written.json()).isNull();
      assertThat(decoding.values()).as(written.json()).isEqualTo(written.values());
      assertThat(decoding.event().raw()).asString().isEqualTo(written.json().strip());
    }
  }

  @Property(tries = 3_000)
  void mutationsGiveAnEventOrARejection(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int edits) {
    Random random = new Random(seed);
    byte[] bytes = new RandomEvents(seed).next(everyType()).json().getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < edits; i++) {
      bytes = Mutations.mutate(bytes, random);
    }
    eventOrRejection(ONE, bytes);
    eventOrRejection(TWO, bytes);
  }

  @Property
  void anyBytesGiveAnEventOrARejection(@ForAll @Size(max = 200) byte[] bytes) {
    eventOrRejection(ONE, bytes);
    eventOrRejection(TWO, bytes);
  }

  private static void eventOrRejection(Decoding decoding, byte[] bytes) {
    Rejection rejection = decoding.decode(bytes);
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (rejection == null) {
      assertThat(decoding.writer.count()).as(text).isEqualTo(1);
      assertThat(decoding.event().length()).isEqualTo(decoding.writer.length());
    } else {
      assertThat(decoding.writer.count()).as(text).isZero();
      assertThat(decoding.writer.length()).as(text).isZero();
      assertThat(rejection.code()).isIn(Rejection.CODES);
      assertThat(rejection.reason()).matches("[A-Z].*\\.").hasSizeLessThan(400);
    }
    // Whatever it was, the next record is read as if it had been the first.
    assertThat(decoding.decode("{\"type\":\"Every\",\"time\":1}")).as(text).isNull();
  }

  @Property
  void utf8IsWhatTheJdkTakesForIt(@ForAll @Size(max = 12) byte[] bytes) {
    boolean valid;
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      valid = true;
    } catch (CharacterCodingException e) {
      valid = false;
    }
    assertThat(Utf8Check.firstInvalid(bytes, 0, bytes.length) < 0).isEqualTo(valid);
  }

  @Property
  void decimalsAreExact(
      @ForAll long unscaled,
      @ForAll @IntRange(max = 25) int scale,
      @ForAll @IntRange(max = 9) int wanted) {
    BigDecimal value = new BigDecimal(java.math.BigInteger.valueOf(unscaled), scale);
    for (String text : List.of(value.toString(), value.toPlainString(), value + "e0")) {
      if (text.indexOf('E') >= 0 && text.endsWith("e0")) {
        continue;
      }
      NumberText number = new NumberText();
      assertThat(number.read(text.toCharArray(), 0, text.length())).isTrue();
      NumberText.Outcome outcome = number.toScaled(wanted);
      BigDecimal scaled = value.movePointRight(wanted).stripTrailingZeros();
      if (scaled.scale() > 0) {
        assertThat(outcome).isEqualTo(NumberText.Outcome.TOO_MANY_DIGITS);
      } else if (scaled.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
        assertThat(outcome).isEqualTo(NumberText.Outcome.OVERFLOW);
      } else {
        assertThat(outcome).isEqualTo(NumberText.Outcome.EXACT);
        assertThat(number.scaled()).isEqualTo(scaled.longValueExact());
      }
    }
  }

  @Property
  void doublesAreTheNearest(@ForAll double value, @ForAll @IntRange(max = 40) int digits) {
    Assume.that(Double.isFinite(value));
    String rounded = new BigDecimal(value).round(new java.math.MathContext(digits + 1)).toString();
    for (String text : List.of(Double.toString(value), rounded)) {
      NumberText number = new NumberText();
      assertThat(
              number.read(
                  text.replace("E+", "E").toCharArray(), 0, text.replace("E+", "E").length()))
          .isTrue();
      assertThat(number.toDouble()).isEqualTo(Double.parseDouble(text));
    }
  }

  @Property
  void timesAreThoseOfJavaTime(
      @ForAll @LongRange(min = -62_135_596_800_000L, max = 253_402_300_799_999L) long millis,
      @ForAll @IntRange(min = -1080, max = 1080) int offsetMinutes) {
    OffsetDateTime time =
        Instant.ofEpochMilli(millis)
            .atOffset(java.time.ZoneOffset.ofTotalSeconds(60 * offsetMinutes));
    Assume.that(time.getYear() >= 1 && time.getYear() <= 9999);
    String text = time.toString();
    assertThat(TimestampText.parse(text.toCharArray(), 0, text.length())).isEqualTo(millis);
  }

  /** Around what is valid: the hand-written way must not take what java.time would not. */
  @Property
  void whatIsNoTimeIsNotTaken(
      @ForAll @IntRange(max = 10_000) int year,
      @ForAll @IntRange(max = 13) int month,
      @ForAll @IntRange(max = 32) int day,
      @ForAll @IntRange(max = 25) int hour,
      @ForAll @IntRange(max = 61) int minute) {
    String text = "%04d-%02d-%02dT%02d:%02d:00Z".formatted(year, month, day, hour, minute);
    long expected;
    try {
      expected = OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (java.time.format.DateTimeParseException e) {
      expected = TimestampText.NONE;
    }
    assertThat(TimestampText.parse(text.toCharArray(), 0, text.length())).isEqualTo(expected);
  }
}
