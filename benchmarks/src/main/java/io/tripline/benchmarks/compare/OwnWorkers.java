package io.tripline.benchmarks.compare;

import io.tripline.benchmarks.workload.Contender;
import io.tripline.benchmarks.workload.ContenderProcess;
import io.tripline.benchmarks.workload.Tally;
import java.util.ArrayList;
import java.util.List;

/**
 * Our matching in several threads, as the engine's match workers share keys among them: each is
 * given every event, and matches those of its own keys. A pass lasts until all are through.
 */
public final class OwnWorkers implements Contender {
  private final int workers;

  private OwnWorkers(int workers) {
    this.workers = workers;
  }

  public static void main(String[] args) throws Exception {
    ContenderProcess.serve(new OwnWorkers(Integer.parseInt(args[2])), args);
  }

  @Override
  public Prepared prepare(String part, int events) {
    OwnEngine.Run first = new OwnEngine.Run(part, events, 0, workers);
    List<OwnEngine.Run> runs = new ArrayList<>(List.of(first));
    for (int i = 1; i < workers; i++) {
      runs.add(new OwnEngine.Run(part, first, i, workers));
    }
    return tally -> {
      first.moveOn();
      List<Tally> tallies = new ArrayList<>();
      List<Pass> passes = new ArrayList<>();
      for (OwnEngine.Run run : runs) {
        Tally own = tally.another();
        tallies.add(own);
        passes.add(run.go(own));
      }
      return new Together(passes, tallies, tally);
    };
  }

  private static final class Together implements Pass {
    private final List<Pass> passes;
    private final List<Tally> tallies;
    private final Tally tally;
    private long nanos;

    Together(List<Pass> passes, List<Tally> tallies, Tally tally) {
      this.passes = passes;
      this.tallies = tallies;
      this.tally = tally;
    }

    @Override
    public void run(int events) throws InterruptedException {
      long start = System.nanoTime();
      List<Thread> threads = new ArrayList<>();
      for (Pass pass : passes) {
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      try {
                        pass.run(events);
                      } catch (Exception e) {
                        throw new IllegalStateException(e);
                      }
                    }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      nanos = System.nanoTime() - start;
      tallies.forEach(tally::addAll);
    }

    @Override
    public long nanos() {
      return nanos;
    }
  }
}
