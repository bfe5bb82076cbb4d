package io.tripline.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.testing.HttpApi;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/**
 * Sends events in their order, and after a crash goes on with the first one that the server does
 * not have.
 */
final class Feeder {
  private static final int LARGEST_BATCH = 400;

  private final List<String> lines;
  private final Random random;

  /** The next line to send. */
  private int next;

  /** Whether the server may forget what it has acknowledged. */
  private final boolean mayLose;

  /** Lines that the server has acknowledged. */
  private int acknowledged;

  /** Lines that were acknowledged, and lost. */
  private int lost;

  Feeder(List<String> lines, Random random, boolean mayLose) {
    this.lines = lines;
    this.random = random;
    this.mayLose = mayLose;
  }

  int lost() {
    return lost;
  }

  /** Asks the server what it has. */
  void resume(HttpApi api) throws IOException, InterruptedException {
    int known = api.health().path("events").asInt();
    assertThat(known).as("events after the restart").isBetween(mayLose ? 0 : acknowledged, next);
    lost += Math.max(0, acknowledged - known);
    next = known;
    acknowledged = known;
  }

  /** Sends until so many lines were acknowledged, or all. */
  void feedUntil(HttpApi api, long target) throws IOException, InterruptedException {
    while (acknowledged < Math.min(target, lines.size())) {
      send(api);
    }
  }

  /** Sends until the server is gone, or there is nothing more to send. */
  void feedUntilItBreaks(HttpApi api) throws InterruptedException {
    try {
      while (acknowledged < lines.size()) {
        send(api);
      }
    } catch (IOException e) {
      // The server was killed, as it should be.
    }
  }

  private void send(HttpApi api) throws IOException, InterruptedException {
    int from = next;
    int to = Math.min(lines.size(), from + 1 + random.nextInt(LARGEST_BATCH));
    // Whether a batch was taken is not known until the answer is there.
    next = to;
    assertThat(api.events(lines.subList(from, to))).isEqualTo(to - from);
    acknowledged = to;
  }
}
