package io.tripline.engine.expression;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.event.Utf8;
import org.jspecify.annotations.Nullable;

/** Brings the registers of one variable up to date when it takes an event. Not thread-safe. */
public final class RegisterUpdate {
  /** A sum that has left 64 bits: reading it is a run-time error. Not reached by any other sum. */
  static final long OVERFLOWED = Long.MIN_VALUE + 1;

  private final RegisterSpec[] specs;
  private final @Nullable Node[] arguments;
  private final Place place;

  RegisterUpdate(RegisterSpec[] specs, @Nullable Node[] arguments, Place place) {
    this.specs = specs;
    this.arguments = arguments;
    this.place = place;
  }

  /** Whether it looks at the event at all. */
  public boolean changesAny() {
    return specs.length > 0;
  }

  /**
   * The registers after the frame's event was bound.
   *
   * @param before not changed
   */
  public RegisterValues apply(Frame frame, RegisterValues before) {
    if (specs.length == 0) {
      return before;
    }
    RegisterValues after = before.copy();
    // FIRST looks at the count of the events before this one, so counting comes last.
    for (int i = 0; i < specs.length; i++) {
      if (specs[i].kind() != Expr.AggregateKind.COUNT) {
        update(specs[i], arguments[i], frame, before, after);
      }
    }
    for (int i = 0; i < specs.length; i++) {
      if (specs[i].kind() == Expr.AggregateKind.COUNT) {
        count(specs[i], arguments[i], frame, after);
      }
    }
    return after;
  }

  private static void count(
      RegisterSpec spec, @Nullable Node argument, Frame frame, RegisterValues after) {
    if (argument == null || !LogicNodes.isNull(argument, Kind.of(spec.argumentType()), frame)) {
      after.longs()[spec.longIndex()]++;
    }
  }

  private void update(
      RegisterSpec spec,
      @Nullable Node argument,
      Frame frame,
      RegisterValues before,
      RegisterValues after) {
    if (argument == null) {
      throw new IllegalStateException(spec.name());
    }
    switch (spec.kind()) {
      case FIRST -> {
        if (before.longs()[spec.countIndex()] == 0) {
          store(spec, argument, frame, after);
        }
      }
      case LAST -> store(spec, argument, frame, after);
      case DISTINCT -> {
        Object value = stored(spec, argument, frame);
        if (value != null) {
          int i = spec.objectIndex();
          after.objects()[i] = DistinctValues.add((DistinctValues) after.objects()[i], value);
        }
      }
      case MIN, MAX -> extreme(spec, argument, frame, after);
      case SUM, AVG, STDDEV -> {
        if (Kind.of(spec.argumentType()) == Kind.DOUBLE
            || spec.kind() == Expr.AggregateKind.STDDEV) {
          addDouble(spec, argument, frame, after);
        } else {
          addLong(spec, argument, frame, after);
        }
      }
      case COUNT -> throw new IllegalStateException(spec.name());
    }
  }

  private static void store(RegisterSpec spec, Node argument, Frame frame, RegisterValues after) {
    switch (Kind.of(spec.argumentType())) {
      case BOOL -> {
        int value = argument.test(frame);
        after.longs()[spec.longIndex()] = value == Nulls.UNKNOWN ? Nulls.LONG : value;
      }
      case LONG -> after.longs()[spec.longIndex()] = argument.asLong(frame);
      case DOUBLE ->
          after.longs()[spec.longIndex()] = Double.doubleToRawLongBits(argument.asDouble(frame));
      case TEXT, OBJECT -> after.objects()[spec.objectIndex()] = stored(spec, argument, frame);
    }
  }

  /** The value in the form that outlives the event. */
  private static @Nullable Object stored(RegisterSpec spec, Node argument, Frame frame) {
    if (Kind.of(spec.argumentType()) == Kind.TEXT) {
      Utf8 text = argument.asText(frame);
      return text == null ? null : text.copy();
    }
    Object value = argument.box(spec.argumentType(), frame);
    // −0.0 and 0.0 are one value to SQL, but two to Double.equals.
    return value instanceof Double d && d == 0 ? (Object) 0.0 : value;
  }

  private static void extreme(RegisterSpec spec, Node argument, Frame frame, RegisterValues after) {
    boolean max = spec.kind() == Expr.AggregateKind.MAX;
    switch (Kind.of(spec.argumentType())) {
      case LONG -> {
        long value = argument.asLong(frame);
        long old = after.longs()[spec.longIndex()];
        if (value != Nulls.LONG && (old == Nulls.LONG || (max ? value > old : value < old))) {
          after.longs()[spec.longIndex()] = value;
        }
      }
      case DOUBLE -> {
        double value = argument.asDouble(frame);
        double old = Double.longBitsToDouble(after.longs()[spec.longIndex()]);
        if (!Double.isNaN(value) && (Double.isNaN(old) || (max ? value > old : value < old))) {
          after.longs()[spec.longIndex()] = Double.doubleToRawLongBits(value);
        }
      }
      case TEXT -> {
        Utf8 value = argument.asText(frame);
        byte[] old = (byte[]) after.objects()[spec.objectIndex()];
        if (value != null) {
          int order = old == null ? 0 : value.compareTo(new Utf8().wrap(old, 0, old.length));
          if (old == null || (max ? order > 0 : order < 0)) {
            after.objects()[spec.objectIndex()] = value.copy();
          }
        }
      }
      case BOOL, OBJECT -> throw new IllegalStateException(spec.name());
    }
  }

  private void addLong(RegisterSpec spec, Node argument, Frame frame, RegisterValues after) {
    long value = argument.asLong(frame);
    if (value == Nulls.LONG) {
      return;
    }
    int i = spec.longIndex();
    long old = after.longs()[i];
    long sum = old;
    if (old != OVERFLOWED) {
      sum = old == Nulls.LONG ? value : Decimals.add(old, value);
      if (sum == Nulls.LONG || sum == OVERFLOWED) {
        frame.fail(place, "the sum is beyond 64 bits");
        sum = OVERFLOWED;
      }
    }
    after.longs()[i] = sum;
    if (spec.kind() == Expr.AggregateKind.AVG) {
      after.longs()[i + 1]++;
    }
  }

  private static void addDouble(
      RegisterSpec spec, Node argument, Frame frame, RegisterValues after) {
    double value = asDouble(spec, argument, frame);
    if (Double.isNaN(value)) {
      return;
    }
    long[] longs = after.longs();
    int i = spec.longIndex();
    switch (spec.kind()) {
      case SUM -> {
        double old = Double.longBitsToDouble(longs[i]);
        longs[i] = Double.doubleToRawLongBits(Double.isNaN(old) ? value : old + value);
      }
      case AVG -> {
        longs[i] = Double.doubleToRawLongBits(Double.longBitsToDouble(longs[i]) + value);
        longs[i + 1]++;
      }
      case STDDEV -> {
        // Welford, Technometrics 4 (1962): count, mean, sum of squared differences.
        long n = longs[i] + 1;
        double mean = Double.longBitsToDouble(longs[i + 1]);
        double squares = Double.longBitsToDouble(longs[i + 2]);
        double difference = value - mean;
        mean += difference / n;
        squares += difference * (value - mean);
        longs[i] = n;
        longs[i + 1] = Double.doubleToRawLongBits(mean);
        longs[i + 2] = Double.doubleToRawLongBits(squares);
      }
      default -> throw new IllegalStateException(spec.name());
    }
  }

  private static double asDouble(RegisterSpec spec, Node argument, Frame frame) {
    return Kind.of(spec.argumentType()) == Kind.DOUBLE
        ? argument.asDouble(frame)
        : Casts.toDouble(argument.asLong(frame), Casts.scale(spec.argumentType()));
  }
}
