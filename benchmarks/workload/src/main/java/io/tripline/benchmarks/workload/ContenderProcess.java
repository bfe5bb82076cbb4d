package io.tripline.benchmarks.workload;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The process of one contender for one part: does what it is told, line by line.
 *
 * <ul>
 *   <li>{@code run EVENTS PASSES}: answers {@code done NANOS CPU ALERTS BOUND CHECKSUM ALLOCATED},
 *       where the nanoseconds, those of the processor and the bytes that its thread allocated are
 *       those of all passes, and the alerts, the events of them and the checksum those of one;
 *   <li>{@code answers EVENTS FILE}: writes the alerts of one pass, sorted, and answers {@code
 *       done};
 *   <li>{@code end}.
 * </ul>
 *
 * It begins with {@code ready}, or {@code cannot WHY}. Whatever else a contender writes to the
 * standard output goes to the error output instead.
 */
public final class ContenderProcess {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final PrintStream out;
  private final Contender.Prepared prepared;

  private ContenderProcess(PrintStream out, Contender.Prepared prepared) {
    this.out = out;
    this.prepared = prepared;
  }

  /**
   * Runs until it is told to end.
   *
   * @param args the part, and the most events of one pass
   */
  public static void serve(Contender contender, String... args) throws Exception {
    PrintStream out = System.out;
    System.setOut(System.err);
    Contender.Prepared prepared;
    try {
      prepared = contender.prepare(args[0], Integer.parseInt(args[1]));
    } catch (UnsupportedOperationException cannot) {
      out.println("cannot " + cannot.getMessage());
      return;
    }
    out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    new ContenderProcess(out, prepared).serve(in);
    // Engines leave threads behind.
    System.exit(0);
  }

  private void serve(BufferedReader in) throws Exception {
    @Nullable String line;
    while ((line = in.readLine()) != null) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "run" -> run(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
        case "answers" -> answers(Integer.parseInt(words[1]), Path.of(words[2]));
        case "end" -> {
          return;
        }
        default -> throw new IOException("not understood: " + line);
      }
    }
  }

  private void run(int events, int passes) throws Exception {
    long nanos = 0;
    long cpu = 0;
    long allocated = 0;
    Tally tally = Tally.counting();
    for (int i = 0; i < passes; i++) {
      tally = Tally.counting();
      try (Contender.Pass pass = prepared.begin(tally)) {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long used = THREADS.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        pass.run(events);
        long elapsed = System.nanoTime() - start;
        // One that has its own time has its own threads.
        nanos += pass.nanos() < 0 ? elapsed : pass.nanos();
        cpu += pass.nanos() < 0 ? THREADS.getCurrentThreadCpuTime() - used : pass.nanos();
        long taken = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        allocated = pass.nanos() < 0 ? allocated + taken : -1;
      }
    }
    long[] figures = {nanos, cpu, tally.alerts(), tally.events(), tally.checksum(), allocated};
    out.println(
        LongStream.of(figures)
            .mapToObj(Long::toString)
            .collect(Collectors.joining(" ", "done ", "")));
  }

  private void answers(int events, Path to) throws Exception {
    Tally tally = Tally.keeping();
    try (Contender.Pass pass = prepared.begin(tally)) {
      pass.run(events);
    }
    Files.write(to, tally.kept());
    out.println("done");
  }
}
