package io.tripline.dsl.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * So many inputs, on as many threads as there are processors.
 *
 * <p>{@code mvn -pl rules-dsl test -Dtest=FuzzRunTest -Dfuzz.inputs=10000000 -Dfuzz.seed=7} runs
 * ten million; {@code -Dfuzz.only=123 -Dfuzz.seed=7} runs one of them again and prints it.
 */
class FuzzRunTest {
  private static final long SEED = Long.getLong("fuzz.seed", 20_261_121);
  private static final long COUNT = Long.getLong("fuzz.inputs", 10_000);
  private static final long ONLY = Long.getLong("fuzz.only", -1);

  /** An input that is still being read after so long hangs. */
  private static final long HANGS_AFTER_SECONDS = 120;

  /** What the first look at a construct costs once, and what a character may cost always. */
  private static final long BYTES_ONCE = 64 << 20;

  private static final long BYTES_PER_CHARACTER = 40_000;

  private final Inputs inputs = new Inputs(SEED, List.of(Path.of("src/test"), Path.of("..")));
  private final AtomicLong next = new AtomicLong();
  private final List<Failure> failures = Collections.synchronizedList(new ArrayList<>());
  private final ConcurrentHashMap<Long, Long> running = new ConcurrentHashMap<>();

  /** An input that costs most for its length. */
  private record Cost(long number, int length, long bytes) {
    double perCharacter() {
      return (double) bytes / Math.max(1_000, length);
    }
  }

  private record Failure(long number, String what) {}

  private final List<Cost> dearest = Collections.synchronizedList(new ArrayList<>());

  @Test
  void noInputThrowsOrHangsOrCostsMoreThanItsLength() throws InterruptedException {
    if (ONLY >= 0) {
      System.out.println(inputs.get(ONLY));
      new Readers(SEED + ONLY).readAll(inputs.get(ONLY));
      return;
    }
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      threads.add(Thread.ofPlatform().name("fuzz-" + i).daemon().start(this::work));
    }
    for (Thread thread : threads) {
      while (!thread.join(java.time.Duration.ofSeconds(1))) {
        reportHanging();
        if (!failures.isEmpty() && next.get() >= COUNT) {
          break;
        }
      }
    }
    dearest.sort(Comparator.comparing(Cost::perCharacter).reversed());
    System.out.printf(
        Locale.ROOT, "fuzz: seed %d, %,d inputs, %d failures%n", SEED, COUNT, failures.size());
    dearest.stream()
        .limit(3)
        .forEach(
            c ->
                System.out.printf(
                    Locale.ROOT,
                    "fuzz: input %d: %,d characters, %,d bytes a character%n",
                    c.number,
                    c.length,
                    (long) c.perCharacter()));
    assertThat(failures).isEmpty();
  }

  private void work() {
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (long number = next.getAndIncrement(); number < COUNT; number = next.getAndIncrement()) {
      running.put(Thread.currentThread().threadId(), number);
      String text = inputs.get(number);
      long before = memory.getCurrentThreadAllocatedBytes();
      try {
        new Readers(SEED + number).readAll(text);
      } catch (Exception | Error e) {
        failures.add(new Failure(number, e + " at " + e.getStackTrace()[0]));
      }
      long bytes = memory.getCurrentThreadAllocatedBytes() - before;
      note(new Cost(number, text.length(), bytes));
      if (failures.size() > 20) {
        next.set(COUNT);
      }
    }
    running.remove(Thread.currentThread().threadId());
  }

  private void note(Cost cost) {
    if (cost.bytes > BYTES_ONCE + cost.length * BYTES_PER_CHARACTER) {
      failures.add(new Failure(cost.number, "takes " + cost.bytes + " bytes"));
    }
    if (cost.perCharacter() > 5_000) {
      synchronized (dearest) {
        dearest.add(cost);
        if (dearest.size() > 100) {
          dearest.sort(Comparator.comparing(Cost::perCharacter).reversed());
          dearest.subList(50, dearest.size()).clear();
        }
      }
    }
  }

  private final ConcurrentHashMap<Long, Long> since = new ConcurrentHashMap<>();

  private void reportHanging() {
    running.forEach(
        (thread, number) -> {
          long seconds = since.merge(number, 1L, Long::sum);
          if (seconds == HANGS_AFTER_SECONDS) {
            failures.add(new Failure(number, "hangs"));
            next.set(COUNT);
          }
        });
    since.keySet().retainAll(running.values());
  }
}
