package io.tripline.examples.world;

import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A made-up bank with its customers, merchants and fraudsters, as a stream of events: one JSON
 * object a line, UTF-8, in the order of time.
 *
 * <p>Equal settings give equal bytes, in every call, on every machine. The world is made anew for
 * each call; a {@code PaymentWorld} itself holds nothing but its settings and can be shared between
 * threads.
 *
 * <pre>{@code
 * var world = new PaymentWorld(WorldSettings.of(1_000_000, 20_000, 42, 0.01));
 * try (var out = Files.newOutputStream(path)) {
 *   WorldReport report = world.writeTo(out);
 * }
 * }</pre>
 */
public final class PaymentWorld {
  private final WorldSettings settings;

  public PaymentWorld(WorldSettings settings) {
    this.settings = settings;
  }

  /**
   * Writes all events. Writes in blocks of about 60 kB, so that the stream needs no buffer; neither
   * flushes nor closes it.
   */
  public WorldReport writeTo(OutputStream out) throws IOException {
    Run run = new Run(settings);
    while (run.advance()) {
      if (run.buffer.nearlyFull()) {
        run.flushTo(out);
      }
    }
    run.flushTo(out);
    return run.report();
  }

  /** All events, each a line without its line feed. Slower than {@link #writeTo}. */
  public Iterator<String> lines() {
    return new Lines(new Run(settings));
  }

  /** One way through the world. */
  private static final class Run {
    final LineBuffer buffer = new LineBuffer();
    private final Timeline timeline;
    private final EventWriter writer;
    private final long[] byType = new long[EventDraft.Type.values().length];
    private long events;
    private long fraudEvents;
    private long bytes;

    Run(WorldSettings settings) {
      long seed = settings.seed();
      long start = settings.start().atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
      long end = start + settings.days() * 86_400_000L;
      Population people = new Population(seed, settings.cards(), start);
      Merchants merchants = new Merchants(seed, settings.cards());
      Acts acts = new Acts(people, merchants);
      Dice everydayDice = new Dice(seed, Streams.EVERYDAY);
      long frauds = target(settings, settings.fraudRate());
      long alike = target(settings, settings.lookAlikeRate());
      Dice fraudDice = new Dice(seed, Streams.FRAUD);
      Dice alikeDice = new Dice(seed, Streams.LOOK_ALIKES);
      timeline =
          new Timeline(
              settings,
              start,
              new Everyday(people, merchants, acts, everydayDice),
              everydayDice,
              new Storyline(true, frauds, start, end, people, merchants, acts, fraudDice),
              new Storyline(false, alike, start, end, people, merchants, acts, alikeDice));
      writer = new EventWriter(people, merchants, new CardNumbers(seed));
    }

    private static long target(WorldSettings settings, double rate) {
      return StrictMath.round(settings.events() * rate);
    }

    boolean advance() {
      EventDraft event = timeline.next();
      if (event == null) {
        return false;
      }
      events++;
      byType[event.type.ordinal()]++;
      fraudEvents += event.fraud ? 1 : 0;
      writer.write(event, events, buffer);
      return true;
    }

    void flushTo(OutputStream out) throws IOException {
      bytes += buffer.flushTo(out);
    }

    WorldReport report() {
      Map<String, Long> types = new TreeMap<>();
      for (EventDraft.Type type : EventDraft.Type.values()) {
        if (byType[type.ordinal()] > 0) {
          types.put(type.label, byType[type.ordinal()]);
        }
      }
      Map<Scenario, Long> episodes = new EnumMap<>(Scenario.class);
      for (Scenario scenario : Scenario.values()) {
        if (timeline.episodes(scenario) > 0) {
          episodes.put(scenario, timeline.episodes(scenario));
        }
      }
      return new WorldReport(
          events,
          fraudEvents,
          bytes,
          Collections.unmodifiableMap(types),
          Collections.unmodifiableMap(episodes),
          timeline.peak());
    }
  }

  private static final class Lines implements Iterator<String> {
    private final Run run;
    private @Nullable String next;

    Lines(Run run) {
      this.run = run;
      next = read();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public String next() {
      String line = next;
      if (line == null) {
        throw new NoSuchElementException();
      }
      next = read();
      return line;
    }

    private @Nullable String read() {
      return run.advance() ? run.buffer.takeLine() : null;
    }
  }
}
