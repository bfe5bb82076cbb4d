package io.tripline.app.crash;

import io.tripline.engine.port.CrashPoints;
import io.tripline.state.RocksStorage;
import io.tripline.state.SavepointFolder.Found;
import io.tripline.state.SavepointRestore;
import io.tripline.state.StoreCheck;
import io.tripline.state.StoreReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes savepoints now and then, and restores them, by a process that may be ended at any moment of
 * that: what is listed is whole, and what was restored is, too; the rest is done again.
 */
final class KilledSavepoints {
  private static final int EVERY = 60;

  private final RocksStorage rocks;
  private final Path restored;
  private final CrashPoints points;
  private int step;

  /**
   * @param store its folder; what is restored lies beside it
   * @param step that is taken next
   */
  KilledSavepoints(RocksStorage rocks, Path store, CrashPoints points, int step) {
    this.rocks = rocks;
    this.restored = store.resolveSibling(store.getFileName() + "-restored");
    this.points = points;
    this.step = step;
  }

  /** Before each step. */
  void beforeStep() {
    if (step % EVERY == EVERY / 2) {
      String name = "s" + step;
      List<Found> found = rocks.savepoints().folder().list();
      for (Found each : found) {
        if (each.problem() != null) {
          throw new AssertionError(each);
        }
      }
      if (found.stream().noneMatch(each -> each.name().equals(name))) {
        rocks.savepoints().create(name, "", KilledEngine::compile);
      }
      restore(name);
    }
    step++;
  }

  private void restore(String name) {
    Path target = restored.resolve(name);
    if (!Files.exists(target.resolve("TRIPLINE"))) {
      SavepointRestore.restore(rocks.savepoints().folder().path(name), target, points);
    }
    StoreReport report = StoreCheck.run(target, KilledEngine::compile);
    if (!report.isWhole()) {
      throw new AssertionError(report.findings().toString());
    }
  }
}
