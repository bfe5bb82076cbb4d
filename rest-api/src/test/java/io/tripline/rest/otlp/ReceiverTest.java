package io.tripline.rest.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.sdk.resources.Resource;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked again, and for how long. */
final class ReceiverTest {
  private static final List<String> SECRET = List.of("Authorization", "Bearer s3cret");
  private static final Duration LONG = Duration.ofSeconds(30);

  private Collector collector;
  private Receiver receiver;

  @BeforeEach
  void start() throws Exception {
    collector = new Collector();
    receiver = new Receiver(collector.endpoint(), Duration.ofMillis(1));
  }

  @AfterEach
  void stop() {
    receiver.close();
    collector.close();
  }

  private void send(Duration patience) throws ExportException, InterruptedException {
    try (Encoder encoder = new Encoder()) {
      byte[] body =
          encoder.encode(
              new Translation(Resource.empty(), 1, 2)
                  .requests(MetricSnapshots.builder().build())
                  .getFirst());
      receiver.send(body, SECRET, System.nanoTime() + patience.toNanos());
    }
  }

  @Test
  void aRequestHasWhatTheProtocolAsksFor() throws Exception {
    send(LONG);
    assertThat(collector.requests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.headers().getFirst("Content-Type"))
                  .isEqualTo("application/x-protobuf");
              assertThat(request.headers().getFirst("Content-Encoding")).isEqualTo("gzip");
              assertThat(request.headers().getFirst("User-Agent")).isEqualTo("Tripline");
              assertThat(request.headers().getFirst("Authorization")).isEqualTo("Bearer s3cret");
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void whatPassesIsTriedAgain(int status) throws Exception {
    collector.answers(status, status);
    send(LONG);
    assertThat(collector.requests()).hasSize(3);
    collector.answers(status, status, status);
    assertThatThrownBy(() -> send(LONG)).hasMessage("the answer is " + status);
    assertThat(collector.requests()).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 400, 401, 404, 413, 500})
  void whatDoesNotIsNot(int status) throws Exception {
    collector.answers(status);
    if (status == 204) {
      send(LONG);
    } else {
      assertThatThrownBy(() -> send(LONG)).hasMessage("the answer is " + status);
    }
    assertThat(collector.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void noRedirectIsFollowed(int status) {
    collector.answers(status);
    assertThatThrownBy(() -> send(LONG)).hasMessage("the answer is " + status);
    assertThat(collector.elsewhere()).isEmpty();
  }

  @Test
  void aReceiverThatAsksForMoreTimeThanThereIsGetsNoMore() {
    collector.answers(503);
    collector.retryAfter("3600");
    assertThatThrownBy(() -> send(LONG)).hasMessage("the answer is 503");
    assertThat(collector.requests()).hasSize(1);
  }

  @Test
  void anAnswerWithoutAnEndIsNotWaitedFor() {
    collector.silent();
    assertThatThrownBy(() -> send(Duration.ofMillis(300)))
        .hasMessage("there is no whole answer in time");
    assertThat(collector.requests()).hasSize(1);
  }

  @Test
  void nobodyIsThere() {
    collector.close();
    assertThatThrownBy(() -> send(LONG))
        .isInstanceOf(ExportException.class)
        .hasMessageMatching("[\\x20-\\x7e]+");
  }
}
