package io.tripline.rest.decision;

import io.tripline.dsl.ir.Decision;
import io.tripline.dsl.ir.EventType;
import io.tripline.engine.alert.Value;
import io.tripline.engine.decision.Answer;
import io.tripline.engine.event.Schema;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the log of answers that came after their deadline: at most a line a second, with how many
 * there were since the last one. Thread-safe.
 */
public final class LateAnswers {
  private static final long PERIOD = TimeUnit.SECONDS.toNanos(1);

  private final Supplier<Schema> schema;
  private final LongSupplier nanoTime;
  private final Consumer<String> log;
  private boolean toldAny;
  private long toldAt;
  private long untold;

  /**
   * @param schema says which ids are personal data
   * @param nanoTime as {@link System#nanoTime}
   */
  public LateAnswers(Supplier<Schema> schema, LongSupplier nanoTime, Consumer<String> log) {
    this.schema = schema;
    this.nanoTime = nanoTime;
    this.log = log;
  }

  /**
   * An answer has come, too late.
   *
   * @param told what the caller was told in its place
   * @param nanos since the request began
   */
  synchronized void came(Answer answer, Decision told, long nanos) {
    untold++;
    long now = nanoTime.getAsLong();
    if (toldAny && now - toldAt < PERIOD) {
      return;
    }
    Decision decision = answer.decision();
    log.accept(
        untold
            + (untold == 1 ? " decision" : " decisions")
            + " came after the deadline, the last one after "
            + TimeUnit.NANOSECONDS.toMillis(nanos)
            + " ms: "
            + (decision == null ? "none" : decision.text())
            + " on "
            + answer.type()
            + " "
            + id(answer)
            + ", while the caller was told "
            + told.text());
    toldAny = true;
    toldAt = now;
    untold = 0;
  }

  private String id(Answer answer) {
    EventType type = type(answer.type());
    boolean shows =
        type != null
            && (type.idField() == EventType.NO_ID || !type.fields().get(type.idField()).pii());
    return shows ? answer.id() : Value.MASKED;
  }

  /** Null if there is no such type any more. */
  private @Nullable EventType type(String name) {
    return schema.get().layouts().stream()
        .map(layout -> layout.type())
        .filter(type -> type.name().equals(name))
        .findAny()
        .orElse(null);
  }
}
