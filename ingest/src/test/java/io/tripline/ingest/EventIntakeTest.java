package io.tripline.ingest;

import static io.tripline.ingest.TestTypes.event;
import static io.tripline.ingest.TestTypes.field;
import static io.tripline.ingest.TestTypes.optional;
import static io.tripline.ingest.TestTypes.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventView;
import io.tripline.engine.port.RejectedLog;
import io.tripline.ingest.json.DecodeLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EventIntakeTest {
  private static final EventType PAYMENT = event("Payment", field("card", Type.Simple.STRING));
  private static final EventType LOGIN = event("Login", optional("user", Type.Simple.STRING));
  private static final String A = "{\"time\":1,\"card\":\"a\"}";
  private static final String B = "{\"time\":2,\"card\":\"b\"}";
  private static final String NO_CARD = "{\"time\":3}";

  private final FakeEngine engine = new FakeEngine(schema(1, PAYMENT));
  private final MemoryRejectedLog rejected = new MemoryRejectedLog();
  private final EventIntake intake = intake(IntakeSettings.defaults());

  private EventIntake intake(IntakeSettings settings) {
    return new EventIntake(
        engine, rejected, settings, InstantSource.fixed(Instant.ofEpochMilli(99)));
  }

  @Test
  void takesOneObject() throws InterruptedException {
    assertThat(json(" " + A + "\n")).isEqualTo(new IntakeResult(1, List.of()));
    assertThat(engine.records()).containsExactly(A);
    assertThat(engine.durable()).isEqualTo(1);
  }

  @Test
  void takesAnArrayInItsOrder() throws InterruptedException {
    assertThat(json("\uFEFF[" + A + " ,\n" + B + "]")).isEqualTo(new IntakeResult(2, List.of()));
    assertThat(engine.records()).containsExactly(A, B);
    assertThat(json("[ ]")).isEqualTo(new IntakeResult(0, List.of()));
  }

  @Test
  void anEventTooFarAheadOfTheClockIsRejected() throws InterruptedException {
    EventIntake bounded = intake(IntakeSettings.defaults().withMaxAhead(Duration.ofMillis(10)));
    String ahead = "{\"time\":110,\"card\":\"a\"}";
    String just = "{\"time\":109,\"card\":\"a\"}";
    IntakeResult result = accept(bounded, A + "\n" + ahead + "\n" + just, BodyForm.LINES);
    assertThat(result.accepted()).isEqualTo(2);
    assertThat(result.errors()).extracting(EventError::index).containsExactly(1);
    assertThat(result.errors()).extracting(EventError::code).containsExactly("too_far_ahead");
    assertThat(engine.records()).containsExactly(A, just);
    assertThat(ndjson(ahead)).isEqualTo(new IntakeResult(1, List.of()));
  }

  @Test
  void takesLines() throws InterruptedException {
    String body = "\uFEFF" + A + "\r\n\r\n  \n" + B + "\n\n" + A;
    assertThat(ndjson(body)).isEqualTo(new IntakeResult(3, List.of()));
    assertThat(engine.records()).containsExactly(A, B, A);
    assertThat(ndjson("\n \n")).isEqualTo(new IntakeResult(0, List.of()));
    assertThat(ndjson("")).isEqualTo(new IntakeResult(0, List.of()));
  }

  @Test
  void takesTheGoodOnesAndNamesTheOthersByIndex() throws InterruptedException {
    EventError missing = new EventError(1, "missing_field", "Field card (string) is missing.");
    assertThat(json("[" + A + "," + NO_CARD + "," + B + "]"))
        .isEqualTo(new IntakeResult(2, List.of(missing)));
    assertThat(ndjson(A + "\n\n" + NO_CARD + "\n" + B))
        .isEqualTo(new IntakeResult(2, List.of(missing)));
    assertThat(engine.records()).containsExactly(A, B, A, B);
    assertThat(rejected.all())
        .hasSize(2)
        .allSatisfy(
            each -> {
              assertThat(each.arrivedAt()).isEqualTo(99);
              assertThat(each.source()).isEqualTo("test#1");
              assertThat(each.code()).isEqualTo("missing_field");
              assertThat(each.reason()).isEqualTo(missing.reason());
              assertThat(each.raw()).asString().isEqualTo(NO_CARD);
            });
  }

  @Test
  void anElementThatIsBrokenInsideDoesNoHarmToTheNext() throws InterruptedException {
    IntakeResult result = json("[{\"time\" 1}, 12, \"a]\\\"\", [1,[2]], nul, " + A + "]");
    assertThat(result.accepted()).isEqualTo(1);
    assertThat(result.errors())
        .extracting(EventError::code)
        .containsExactly(
            "unparseable", "not_an_object", "not_an_object", "not_an_object", "unparseable");
  }

  @Test
  void whatIsBeforeTheBreakOfAnArrayIsTaken() throws InterruptedException {
    String breaksOff = "The array breaks off: an element should follow, and end.";
    String noComma = "The array breaks off: a comma or its end should follow.";
    brokenAfterOne("[" + A + ", {\"time\":1,", "{\"time\":1,", breaksOff);
    brokenAfterOne("[" + A + ", {\"x\":\"]}", "{\"x\":\"]}", breaksOff);
    brokenAfterOne("[" + A + ",", "", breaksOff);
    brokenAfterOne("[" + A + ", ]", "]", breaksOff);
    brokenAfterOne("[" + A + ",," + B + "]", "," + B + "]", breaksOff);
    brokenAfterOne("[" + A + " " + B + "]", B + "]", noComma);
    brokenAfterOne("[" + A, "", noComma);
    brokenAfterOne("[" + A + "}", "}", noComma);
    brokenAfterOne("[" + A + "] " + B, B, "Something follows after the end of the array.");
  }

  private void brokenAfterOne(String body, String rest, String reason) throws InterruptedException {
    rejected.clear();
    assertThat(json(body))
        .isEqualTo(new IntakeResult(1, List.of(new EventError(1, "unparseable", reason))));
    assertThat(rejected.all()).hasSize(1);
    assertThat(rejected.all().getFirst().raw()).asString().isEqualTo(rest);
  }

  @Test
  void aBodyThatIsNoJsonIsOneRejectedEvent() throws InterruptedException {
    for (String body : List.of("", " ", "hello", "{", A + A, "12")) {
      IntakeResult result = json(body);
      assertThat(result.accepted()).isZero();
      assertThat(result.errors()).hasSize(1);
      assertThat(result.errors().getFirst().index()).isZero();
    }
    assertThat(engine.events()).isEmpty();
  }

  @Test
  void decodesAgainWhenRulesWereDeployedMeanwhile() throws InterruptedException {
    engine.duringPublish(() -> engine.deploy(schema(2, LOGIN, PAYMENT)));
    String login = "{\"type\":\"Login\",\"time\":5}";
    IntakeResult result =
        ndjson("{\"type\":\"Payment\",\"time\":1,\"card\":\"a\"}\n" + login + "\n" + A);
    // As the new schema sees all of it: there is a Login now, and a type is needed.
    assertThat(result.accepted()).isEqualTo(2);
    assertThat(result.errors()).extracting(EventError::index).containsExactly(2);
    assertThat(result.errors()).extracting(EventError::code).containsExactly("missing_type");
    assertThat(engine.events()).extracting(EventView::schemaId).containsExactly(2, 2);
    assertThat(rejected.all()).hasSize(1);
  }

  @Test
  void seesADeploymentThoughNothingWasAccepted() throws InterruptedException {
    assertThat(json("{\"type\":\"Login\",\"time\":5}").accepted()).isZero();
    engine.deploy(schema(2, LOGIN));
    assertThat(json("{\"type\":\"Login\",\"time\":5}").accepted()).isEqualTo(1);
  }

  @Test
  void saysBusyWhenNothingWasTaken() {
    engine.beFull(1);
    assertThatThrownBy(() -> json("[" + A + "," + NO_CARD + "]"))
        .isInstanceOf(IntakeBusyException.class)
        .hasMessage("The engine has no room for more events; try again.");
    assertThat(engine.events()).isEmpty();
    assertThat(rejected.all()).isEmpty();
  }

  @Test
  void goesOnWaitingOnceAPartWasTaken() throws InterruptedException {
    engine.duringPublish(() -> {});
    engine.duringPublish(() -> engine.beFull(3));
    EventIntake small = intake(settings(100, 10_000, 16));
    IntakeResult result = accept(small, A + "\n" + A + "\n" + B + "\n" + B, BodyForm.LINES);
    assertThat(result.accepted()).isEqualTo(4);
    assertThat(engine.records()).containsExactly(A, A, B, B);
  }

  @Test
  void largeBodiesGoInChunks() throws InterruptedException {
    String body =
        IntStream.range(0, 5_000)
            .mapToObj(i -> i % 10 == 0 ? NO_CARD : "{\"time\":" + i + ",\"card\":\"" + i + "\"}")
            .collect(Collectors.joining(",", "[", "]"));
    int chunk = 4_000;
    EventIntake small = intake(settings(chunk, 1_000, 16));
    IntakeResult result = accept(small, body, BodyForm.JSON);
    assertThat(result.accepted()).isEqualTo(4_500);
    assertThat(engine.durable()).isEqualTo(4_500);
    assertThat(result.errors())
        .extracting(EventError::index)
        .containsExactlyElementsOf(IntStream.range(0, 500).mapToObj(i -> 10 * i).toList());
    assertThat(engine.chunkBytes()).allSatisfy(n -> assertThat(n).isLessThan(chunk + 1_000));
    assertThat(engine.chunkBytes()).hasSizeGreaterThan(20);
    assertThat(engine.events()).extracting(EventView::time).isSorted();
  }

  @Test
  void eventsThatAreTooLargeAreRejectedAndCut() throws InterruptedException {
    EventIntake small = intake(settings(4_000, 500, 20));
    String large = "{\"time\":1,\"card\":\"" + "x".repeat(500) + "\"}";
    IntakeResult result = accept(small, "[" + large + "," + A + "]", BodyForm.JSON);
    assertThat(result)
        .isEqualTo(
            new IntakeResult(
                1, List.of(new EventError(0, "too_large", "The event is larger than 500 bytes."))));
    assertThat(rejected.all().getFirst().raw()).asString().isEqualTo(large.substring(0, 20));
  }

  @Test
  void manyThreadsAtOnceMixNothingUp() throws Exception {
    int threads = 8;
    int bodies = 50;
    List<Future<?>> done = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int t = 0; t < threads; t++) {
        String card = "card-" + t;
        done.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < bodies; i++) {
                    String event = "{\"time\":" + i + ",\"card\":\"" + card + "\"}";
                    IntakeResult result = ndjson(event + "\n" + NO_CARD + "\n" + event);
                    assertThat(result.accepted()).isEqualTo(2);
                    assertThat(result.errors()).hasSize(1);
                  }
                  return null;
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
    }
    assertThat(engine.events()).hasSize(2 * threads * bodies);
    assertThat(rejected.all()).hasSize(threads * bodies);
    for (int t = 0; t < threads; t++) {
      String card = "card-" + t;
      List<Long> times =
          engine.events().stream()
              .filter(e -> new String(e.raw(), StandardCharsets.UTF_8).contains(card))
              .map(EventView::time)
              .toList();
      assertThat(times).hasSize(2 * bodies).isSorted();
    }
  }

  private static IntakeSettings settings(int chunkBytes, int maxEventBytes, int rejectedBytes) {
    return new IntakeSettings(
        0,
        Duration.ZERO,
        chunkBytes,
        rejectedBytes,
        2,
        DecodeLimits.of(maxEventBytes),
        Duration.ZERO);
  }

  private IntakeResult json(String body) throws InterruptedException {
    return accept(intake, body, BodyForm.JSON);
  }

  private IntakeResult ndjson(String body) throws InterruptedException {
    return accept(intake, body, BodyForm.LINES);
  }

  private static IntakeResult accept(EventIntake intake, String body, BodyForm format)
      throws InterruptedException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    byte[] room = java.util.Arrays.copyOf(bytes, bytes.length + 3);
    room[bytes.length] = '}'; // what lies behind the body is none of it
    return intake.accept(room, bytes.length, format, "test");
  }

  /** Keeps them in memory. */
  private static final class MemoryRejectedLog implements RejectedLog {
    private final List<Rejected> all = new ArrayList<>();

    @Override
    public synchronized void append(List<Rejected> events) {
      all.addAll(events);
    }

    synchronized List<Rejected> all() {
      return List.copyOf(all);
    }

    synchronized void clear() {
      all.clear();
    }

    @Override
    public synchronized long count() {
      return all.size();
    }

    @Override
    public List<Numbered> latest(int limit, long before) {
      throw new UnsupportedOperationException();
    }
  }
}
