package io.tripline.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A contender's process for one part, told line by line what to do; see {@link
 * io.tripline.benchmarks.workload.ContenderProcess}. One that does not answer in time is ended, and
 * answers nothing more.
 */
final class Child implements AutoCloseable {
  private static final String GONE = "gone";
  private static final Duration START = Duration.ofMinutes(5);

  private final Process process;
  private final Writer to;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private @Nullable String failure;

  /** What a run gave. */
  record Sample(
      int events,
      long nanos,
      long cpuNanos,
      long alerts,
      long bound,
      long checksum,
      long allocated) {
    double nanosPerEvent() {
      return (double) nanos / events;
    }

    /** The same sample with the time that its thread had a processor as its time. */
    Sample onProcessor() {
      return new Sample(events, cpuNanos, cpuNanos, alerts, bound, checksum, allocated);
    }
  }

  /**
   * Starts it, and waits until it is ready, or says why it cannot be.
   *
   * @param isAlone whether it has the machine's memory for itself
   * @param log where its error output goes
   */
  Child(ContenderSpec contender, Path root, String part, boolean isAlone, int maxEvents, Path log)
      throws IOException {
    List<String> command = new ArrayList<>(contender.command(root));
    if (isAlone) {
      // The system gives each page of the heap anew; or else it does so while time is taken, in
      // more of it than some parts need. For seven at a time there is not enough.
      command.addAll(
          command.indexOf("-cp"), List.of("-XX:+AlwaysPreTouch", "-Xms" + ContenderSpec.HEAP));
    }
    command.add(part);
    command.add(Integer.toString(maxEvents));
    command.addAll(contender.arguments());
    process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    to = process.outputWriter(StandardCharsets.UTF_8);
    BufferedReader from = process.inputReader(StandardCharsets.UTF_8);
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (from) {
                from.lines().forEach(answers::add);
              } catch (IOException | UncheckedIOException closed) {
                // It has ended, which the next line says.
              }
              answers.add(GONE);
            });
    String first = answer(START);
    if (failure == null && first.startsWith("cannot ")) {
      failure = first.substring("cannot ".length());
    }
  }

  /** Why there is nothing more to be had from it, or null. */
  @Nullable String failure() {
    return failure;
  }

  /** Runs passes over the first events; null if it failed. */
  @Nullable Sample run(int events, int passes, Duration limit) throws IOException {
    String answer = ask("run " + events + " " + passes, limit);
    if (failure != null) {
      return null;
    }
    String[] words = answer.split(" ", -1);
    return new Sample(
        events,
        Long.parseLong(words[1]) / passes,
        Long.parseLong(words[2]) / passes,
        Long.parseLong(words[3]),
        Long.parseLong(words[4]),
        Long.parseLong(words[5]),
        Long.parseLong(words[6]) / passes);
  }

  /** The alerts of the first events, sorted; null if it failed. */
  @Nullable List<String> answers(int events, Path in, Duration limit) throws IOException {
    ask("answers " + events + " " + in, limit);
    return failure == null ? Files.readAllLines(in) : null;
  }

  private String ask(String what, Duration limit) throws IOException {
    if (failure == null) {
      String answer = say(what) ? answer(limit) : GONE;
      if (failure != null) {
        failure += " at: " + what;
      }
      return answer;
    }
    return GONE;
  }

  /** Whether it could be told; one that has ended cannot. */
  private boolean say(String what) {
    try {
      to.write(what + "\n");
      to.flush();
      return true;
    } catch (IOException e) {
      failure = "ended: " + e.getMessage();
      return false;
    }
  }

  private String answer(Duration limit) {
    try {
      String answer = answers.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (answer == null) {
        failure = "no answer in " + limit.toSeconds() + " s";
        process.destroyForcibly();
      } else if (answer.equals(GONE)) {
        failure = "ended with status " + process.waitFor();
      }
      return answer == null ? GONE : answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = "interrupted";
      return GONE;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
