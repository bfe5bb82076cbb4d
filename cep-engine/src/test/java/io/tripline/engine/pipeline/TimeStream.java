package io.tripline.engine.pipeline;

import io.tripline.engine.event.EventWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random words for a {@link Timeline}, of four event types and three sources. */
final class TimeStream {
  /** Three lanes and what is matched on arrival, each with what waits for time. */
  static final String RULES =
      Timeline.type("A", "")
          + Timeline.type("B", "(lateness 20ms, late accept)")
          + Timeline.type("C", "(lateness 50ms)")
          + Timeline.type("D", "(late drop)")
          + """
          rule arrivals {
            severity low
            by k
            pattern a -> not d within 30ms
            define a: A  d: D
            alert "x" once per 40ms
          }
          rule twenty {
            severity low
            by k
            pattern b -> a -> not b2 within 60ms
            define b: B  a: A  b2: B
            after match skip none
            alert "x"
          }
          rule fifty {
            severity low
            by k
            pattern c => b? => c2 within 100ms
            define c: C  b: B  c2: C
            after match skip to next
            alert "x" once per 100ms
          }
          rule nobody {
            severity low
            by none
            pattern b => b2 within 10ms
            define b: B  b2: B
            alert "x"
          }
          """;

  /** The same, where B has another lateness and a rule another key. */
  static final String CHANGED =
      RULES.replace("lateness 20ms", "lateness 35ms").replace("rule nobody", "rule anybody")
          + "rule ids { severity low  on C by (id, k) when true  alert \"x\" }\n";

  private TimeStream() {}

  static List<String> words(long seed, int count) {
    Random random = new Random(seed);
    List<String> words = new ArrayList<>();
    int time = -300;
    for (int i = 0; i < count; i++) {
      time += random.nextInt(8);
      String source = List.of("", "x:", "y:").get(random.nextInt(3));
      switch (random.nextInt(30)) {
        case 0 -> words.add(source + "idle");
        case 1 -> words.add(source + "time@" + (time - random.nextInt(10)));
        default -> {
          int late = random.nextInt(3) == 0 ? random.nextInt(80) : random.nextInt(10);
          String type = List.of("a", "b", "c", "d").get(random.nextInt(4));
          words.add(source + type + i + "@" + (time - late) + "/k" + random.nextInt(4));
        }
      }
    }
    return words;
  }

  /** Words of events of the default source, through a rehearsal; the last may be {@code end}. */
  static RehearsalSession rehearse(String rules, String words) {
    Rehearsal rehearsal = Rehearsal.of("set", Timeline.read(rules));
    RehearsalSession session = rehearsal.start(AlertListener.NONE);
    EventWriter writer = new EventWriter();
    for (String word : words.split(" ")) {
      if (word.equals("end")) {
        session.endOfInput();
      } else if (word.startsWith("time@")) {
        session.timePasses(Long.parseLong(word.substring("time@".length())));
      } else {
        writer.clear();
        Timeline.write(writer, rehearsal.schema(), 0, word);
        session.onEvents(writer);
      }
    }
    return session;
  }
}
