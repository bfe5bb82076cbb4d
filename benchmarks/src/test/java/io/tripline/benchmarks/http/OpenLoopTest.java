package io.tripline.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

final class OpenLoopTest {
  private static final String UP = "{\"status\":\"up\"}";
  private static final long HELD = TimeUnit.MILLISECONDS.toNanos(300);

  /** All due within a tenth of a second, or little more. */
  private final Schedule schedule = Schedule.poisson(1_000, 0.1, 3);

  @Test
  void whatWaitsBehindASlowAnswerIsSlow() throws Exception {
    long lastDue = schedule.due(schedule.requests() - 1);
    assertThat(lastDue).isLessThan(HELD / 2);

    Tally tally = run(number -> number == 0 ? held() : StubServer.answer("200 OK", UP));

    assertThat(tally.latencies.getTotalCount()).isEqualTo(schedule.requests());
    // Each was due before the first answer came, be it by its own time or another's.
    assertThat(tally.latencies.getMinValue()).isGreaterThan(HELD - lastDue - HELD / 100);
    assertThat(tally.delays.getMaxValue()).isGreaterThan(HELD - lastDue - HELD / 100);
    assertThat(tally.nanos).isGreaterThanOrEqualTo(HELD);
  }

  @Test
  void refusalsAreCountedAndNotTimed() throws Exception {
    Tally tally =
        run(
            number ->
                number % 4 == 0
                    ? StubServer.answer("429 Too Many Requests", "later")
                    : StubServer.answer("200 OK", UP));

    assertThat(tally.refused).isEqualTo(schedule.requests() / 4);
    assertThat(tally.latencies.getTotalCount()).isEqualTo(schedule.requests() * 3L / 4);
    assertThat(tally.answered()).isEqualTo(schedule.requests());
  }

  @Test
  void anAnswerThatIsLongOrComesInPartsIsReadToItsEnd() throws Exception {
    String longBody = " ".repeat(100_000) + UP;

    Tally tally = run(number -> StubServer.answer("200 OK", longBody));

    assertThat(tally.latencies.getTotalCount()).isEqualTo(schedule.requests());
  }

  @Test
  void anyOtherStatusEndsTheRun() {
    assertThatThrownBy(
            () -> run(number -> StubServer.answer(number < 5 ? "200 OK" : "503 Down", UP)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("request 5 was answered")
        .hasMessageContaining("503 Down");
  }

  @Test
  void anAnswerToSomethingElseEndsTheRun() {
    assertThatThrownBy(() -> run(number -> StubServer.answer("200 OK", "{\"status\":\"ill\"}")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ill");
  }

  @Test
  void moreThanWasAskedForEndsTheRun() {
    assertThatThrownBy(() -> run(number -> StubServer.answer("200 OK", UP) + "HTTP"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("HTTP");
  }

  private static String held() {
    long until = System.nanoTime() + HELD;
    for (long left = HELD; left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return StubServer.answer("200 OK", UP);
  }

  private Tally run(IntFunction<String> answers) throws Exception {
    try (StubServer server = new StubServer(answers);
        OpenLoop loop = new OpenLoop(server.uri(), 1)) {
      return loop.run(schedule, new HealthRequests(server.uri()), 0);
    }
  }
}
