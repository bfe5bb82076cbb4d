package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.event.EventWriter;
import io.tripline.engine.pipeline.Engine.Published;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Events mean the same however many of them are published at once. */
final class PublishedTogetherTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final String RULES =
      Timeline.type("A", "") + "rule r { severity low  on A by k when true  alert \"x\" }\n";

  /** An event: its source, and when it was. */
  private record Sent(String source, String word) {}

  @Test
  void whatIsLateIsLateAmongOthersToo() throws InterruptedException {
    assertThat(outcome(sent("a@10 a@30 a@20 a@40"), 4).time().late()).isEqualTo(1);
    assertThat(outcome(sent("a@10 a@20 a@30 a@40"), 4).time().late()).isEqualTo(0);
    // In order by themselves, and behind what came before.
    assertThat(outcome(sent("a@10 a@90 a@30 a@40"), 2).time().late()).isEqualTo(2);
  }

  @Test
  void eachSourceIsHeardOf() throws InterruptedException {
    List<Sent> sent = sent("a@10 b@20 a@30 b@40 b@50");
    assertThat(outcome(sent, 5).time().sources()).isEqualTo(outcome(sent, 1).time().sources());
    assertThat(outcome(sent, 5).time().sources().toString()).contains("50").contains("30");
  }

  @Test
  void manyAreAsOneByOne() throws InterruptedException {
    for (long seed = 1; seed <= 40; seed++) {
      Random random = new Random(seed);
      List<Sent> sent = new ArrayList<>();
      long time = 100;
      for (int i = 0; i < 60; i++) {
        time += random.nextInt(3);
        long at = random.nextInt(12) == 0 ? time - random.nextInt(20) : time;
        String source = random.nextInt(6) == 0 ? "b" : "a";
        sent.add(new Sent(source, "a" + i + "@" + at));
      }
      EngineStats single = outcome(sent, 1);
      for (int batch : new int[] {3, 8, 60}) {
        EngineStats together = outcome(sent, batch);
        assertThat(together.time()).as("seed %d, %d at once", seed, batch).isEqualTo(single.time());
        assertThat(together.alerts()).isEqualTo(single.alerts());
      }
    }
  }

  private static List<Sent> sent(String words) {
    List<Sent> sent = new ArrayList<>();
    for (String word : words.split(" ", -1)) {
      sent.add(new Sent(word.substring(0, 1), "a" + sent.size() + word.substring(1)));
    }
    return sent;
  }

  private static EngineStats outcome(List<Sent> sent, int batch) throws InterruptedException {
    try (Timeline timeline = Timeline.of(RULES)) {
      Engine engine = timeline.engine();
      EventWriter writer = new EventWriter();
      for (int i = 0; i < sent.size(); i++) {
        int source = engine.source(sent.get(i).source());
        Timeline.write(writer, engine.schema(), source, sent.get(i).word());
        if (writer.count() == batch || i + 1 == sent.size()) {
          assertThat(engine.publish(writer, engine.schema().id(), LONG))
              .isEqualTo(Published.ACCEPTED);
          writer.clear();
        }
      }
      engine.awaitProcessed();
      return engine.stats();
    }
  }
}
