package io.tripline.app.backtest;

import io.tripline.engine.alert.Alert;
import io.tripline.rest.json.AlertJson;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes alerts as JSON lines the moment they are raised, and keeps none. Called by one thread of
 * the engine; what failed may be asked by others.
 */
final class AlertLines implements Consumer<Alert> {
  private final OutputStream out;
  private final boolean showPii;
  private final StringBuilder line = new StringBuilder(1 << 10);
  private volatile @Nullable IOException failure;

  /**
   * @param out buffered; not closed
   * @param showPii whether values are written that are personal data
   */
  AlertLines(OutputStream out, boolean showPii) {
    this.out = out;
    this.showPii = showPii;
  }

  /** Stops the engine by an exception if the alert cannot be written. */
  @Override
  public void accept(Alert alert) {
    line.setLength(0);
    AlertJson.append(showPii ? alert : alert.masked(), line);
    line.append('\n');
    try {
      out.write(line.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      failure = e;
      throw new UncheckedIOException(e);
    }
  }

  /** Why an alert could not be written, or null. */
  @Nullable IOException failure() {
    return failure;
  }
}
