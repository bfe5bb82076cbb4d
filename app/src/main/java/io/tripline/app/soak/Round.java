package io.tripline.app.soak;

import io.tripline.app.cli.FailedException;
import io.tripline.app.cli.Folders;
import io.tripline.app.soak.Server.GoneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A plan, carried out by a server that nobody disturbs and by servers that are killed, restarted
 * and restored at random; and the alerts of both, compared.
 */
final class Round {
  private static final int LARGEST_BATCH = 400;
  private static final int MOST_GRACE_MILLIS = 60;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path folder;
  private final Plan plan;
  private final Random random;
  private final Tally tally;
  private final SlowReceiver receiver;
  private final Path log;
  private Path data;

  /** What the server has acknowledged, or may have taken all the same. */
  private int acknowledged;

  private int sent;
  private int restores;
  private final ConcurrentLinkedQueue<String> savepoints = new ConcurrentLinkedQueue<>();

  Round(Path folder, Plan plan, long seed, Tally tally, SlowReceiver receiver) {
    this.folder = folder;
    this.plan = plan;
    this.random = new Random(seed);
    this.tally = tally;
    this.receiver = receiver;
    this.log = folder.resolve("serve.log");
    this.data = folder.resolve("data");
  }

  /**
   * Carries it out.
   *
   * @param kills how often, at least
   * @return a sentence for each difference; none if all is as it should be
   */
  List<String> run(int kills) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Files.createFile(log);
    List<String> undisturbed = undisturbed();
    for (int kill = 1; kill <= kills; kill++) {
      long from = (long) plan.events().size() * (kill - 1) / kills;
      long until = (long) plan.events().size() * kill / kills;
      live((int) random.nextLong(from, until));
    }
    List<String> disturbed = toTheEnd(undisturbed.size());
    List<String> differences = Differences.of(undisturbed, disturbed, receiver.alerts());
    if (differences.isEmpty()) {
      tally.roundEnded(plan.changes().size(), undisturbed.size(), receiver.again());
    }
    return differences;
  }

  private List<String> undisturbed() throws IOException, InterruptedException {
    try (Server server = new Server(folder.resolve("undisturbed"), log, options(1, "5s", "os"))) {
      server.awaitReady();
      feed(server, plan.events().size());
      server.endInput();
      List<String> alerts = server.alerts();
      server.stop();
      return alerts;
    } catch (GoneException e) {
      throw new FailedException("somebody else has killed a server", e);
    } finally {
      acknowledged = 0;
      sent = 0;
    }
  }

  private static List<String> options(int workers, String interval, String sync) {
    return List.of(
        "--workers",
        Integer.toString(workers),
        "--checkpoint-interval",
        interval,
        "--sync",
        sync,
        // A slow machine must not make the one source idle; and its end lies ahead of every clock.
        "--source-idle-time",
        "0s",
        "--max-ahead",
        "0s");
  }

  private Server start() throws IOException {
    String interval = random.nextBoolean() ? "200ms" : "2s";
    String sync = List.of("every-batch", "20ms", "os").get(random.nextInt(3));
    return new Server(data, log, options(1 + random.nextInt(3), interval, sync));
  }

  /** A server's life: it is killed while it starts, or soon after it has so many events. */
  private void live(int target) throws IOException, InterruptedException {
    try (Server server = start();
        ScheduledExecutorService other = Executors.newScheduledThreadPool(2)) {
      if (random.nextInt(4) == 0) {
        killAfter(random.nextInt(2_500), server, other);
      }
      server.awaitReady();
      resume(server);
      if (random.nextInt(3) == 0) {
        String name = "s" + random.nextLong(1L << 40);
        other.schedule(() -> save(server, name), random.nextInt(200), TimeUnit.MILLISECONDS);
      }
      feed(server, target);
      killAfter(random.nextInt(MOST_GRACE_MILLIS), server, other);
      feed(server, plan.events().size());
      while (true) {
        server.events(); // until it is gone
      }
    } catch (GoneException e) {
      tally.killed();
    }
    if (!savepoints.isEmpty() && random.nextInt(4) == 0) {
      restore();
    }
  }

  private static void killAfter(long millis, Server server, ScheduledExecutorService other) {
    other.schedule(
        () -> {
          server.kill();
          return null;
        },
        millis,
        TimeUnit.MILLISECONDS);
  }

  private boolean save(Server server, String name) throws InterruptedException {
    boolean saved = server.save(name);
    if (saved) {
      savepoints.add(name);
    }
    return saved;
  }

  /** Goes on from a savepoint, in another folder. */
  private void restore() throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(savepoints);
    savepoints.clear();
    all.forEach(each -> tally.saved());
    Path from = data.resolve("savepoints").resolve(all.get(random.nextInt(all.size())));
    Path to = folder.resolve("restored" + ++restores);
    List<String> command =
        List.of("savepoint", "restore", from.toString(), "--data", to.toString());
    Process process =
        Server.command(command, log)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    if (process.waitFor() != 0) {
      throw new FailedException("a savepoint could not be restored: see " + log);
    }
    Folders.delete(data);
    data = to;
    acknowledged = 0; // it has what there was then
    tally.restored();
  }

  /** Goes on where the server is. */
  private void resume(Server server) throws GoneException, InterruptedException {
    int events = server.events();
    if (events < acknowledged || events > sent) {
      throw new FailedException(
          "%,d events were acknowledged, and %,d sent; a server has %,d: see %s"
              .formatted(acknowledged, sent, events, folder));
    }
    acknowledged = events;
    server.tell(receiver.url());
    for (Change change : plan.changes()) {
      if (change.at() == events) {
        server.make(change);
      }
    }
  }

  /** Sends events until so many are there, and makes the changes between them. */
  private void feed(Server server, int target) throws GoneException, InterruptedException {
    while (acknowledged < target) {
      int from = acknowledged;
      int to = Math.min(plan.events().size(), from + 1 + random.nextInt(LARGEST_BATCH));
      for (Change change : plan.changes()) {
        if (change.at() == from) {
          server.make(change);
        } else if (change.at() > from) {
          to = Math.min(to, change.at());
          break;
        }
      }
      sent = Math.max(sent, to);
      server.send(plan.events().subList(from, to));
      acknowledged = to;
    }
  }

  private List<String> toTheEnd(int alerts) throws IOException, InterruptedException {
    try (Server server = start()) {
      server.awaitReady();
      resume(server);
      feed(server, plan.events().size());
      server.endInput();
      List<String> all = server.alerts();
      Set<String> told = new HashSet<>(Differences.told(all));
      long until = System.nanoTime() + PATIENCE.toNanos();
      while (!receiver.alerts().containsAll(told) && System.nanoTime() < until) {
        Thread.sleep(100);
      }
      server.stop();
      savepoints.forEach(each -> tally.saved());
      return all;
    } catch (GoneException e) {
      throw new FailedException("somebody else has killed a server", e);
    }
  }
}
