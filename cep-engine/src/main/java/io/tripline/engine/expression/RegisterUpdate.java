package io.tripline.engine.expression;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.event.Utf8;
import io.tripline.engine.heap.TextSlot;
import org.jspecify.annotations.Nullable;

/** Brings the registers of one variable up to date when it takes an event. Not thread-safe. */
public final class RegisterUpdate {
  /** A sum that has left 64 bits: reading it is a run-time error. Not reached by any other sum. */
  static final long OVERFLOWED = Long.MIN_VALUE + 1;

  private final RegisterSpec[] specs;
  private final @Nullable Node[] arguments;

  /** Where in the event the argument lies, if it is a plain field that is kept as it is; or −1. */
  private final int[] fields;

  private final Place place;
  private final Utf8 oldText = new Utf8();

  RegisterUpdate(
      RegisterSpec[] specs, @Nullable Node[] arguments, EventLayout layout, Place place) {
    this.specs = specs;
    this.arguments = arguments;
    this.fields = new int[specs.length];
    for (int i = 0; i < specs.length; i++) {
      fields[i] =
          specs[i].keepsField() && specs[i].argument() instanceof Expr.Field field
              ? layout.offset(field.field())
              : -1;
    }
    this.place = place;
  }

  /** Whether it looks at the event at all. */
  public boolean changesAny() {
    return specs.length > 0;
  }

  /**
   * What it does, if that is no more than to keep fields of the event as they are: for each the
   * offset of its slot in the event, the offset of its register, and the number of slots, 0 for a
   * text. Null if it does more.
   */
  public int @Nullable [] copies() {
    int[] copies = new int[3 * specs.length];
    for (int i = 0; i < specs.length; i++) {
      if (fields[i] < 0 || specs[i].kind() != Expr.AggregateKind.LAST) {
        return null;
      }
      RegisterForm form = specs[i].form();
      copies[3 * i] = fields[i];
      copies[3 * i + 1] = specs[i].offset();
      copies[3 * i + 2] = form == RegisterForm.TEXT ? 0 : form.slots();
    }
    return copies;
  }

  /** Brings the frame's registers up to date for the frame's event. */
  public void apply(Frame frame) {
    // FIRST looks at the count of the events before this one, so counting comes last.
    for (int i = 0; i < specs.length; i++) {
      if (specs[i].kind() != Expr.AggregateKind.COUNT) {
        update(specs[i], arguments[i], fields[i], frame);
      }
    }
    for (int i = 0; i < specs.length; i++) {
      if (specs[i].kind() == Expr.AggregateKind.COUNT) {
        count(specs[i], arguments[i], frame);
      }
    }
  }

  private static void count(RegisterSpec spec, @Nullable Node argument, Frame frame) {
    if (argument == null || !LogicNodes.isNull(argument, Kind.of(spec.argumentType()), frame)) {
      increment(frame, spec.offset());
    }
  }

  private static void increment(Frame frame, int offset) {
    frame.putRegister(offset, frame.registerAt(offset) + 1);
  }

  private void update(RegisterSpec spec, @Nullable Node argument, int field, Frame frame) {
    if (field >= 0) {
      if (spec.kind() == Expr.AggregateKind.LAST || frame.registerAt(spec.countOffset()) == 0) {
        copy(spec, field, frame);
      }
      return;
    }
    if (argument == null) {
      throw new IllegalStateException(spec.name());
    }
    switch (spec.kind()) {
      case FIRST -> {
        if (frame.registerAt(spec.countOffset()) == 0) {
          store(spec, argument, frame);
        }
      }
      case LAST -> store(spec, argument, frame);
      case DISTINCT -> add(spec, argument, frame);
      case MIN, MAX -> extreme(spec, argument, frame);
      case SUM, AVG, STDDEV -> {
        if (Kind.of(spec.argumentType()) == Kind.DOUBLE
            || spec.kind() == Expr.AggregateKind.STDDEV) {
          addDouble(spec, argument, frame);
        } else {
          addLong(spec, argument, frame);
        }
      }
      default -> throw new IllegalStateException(spec.name());
    }
  }

  /** Keeps a field: its slots are those of the register, except for a text. */
  private static void copy(RegisterSpec spec, int field, Frame frame) {
    byte[] bytes = frame.event.bytes();
    int base = frame.event.base();
    if (spec.form() == RegisterForm.TEXT) {
      long slot = Bytes.getLong(bytes, base + field);
      int at = frame.registersBase + spec.offset();
      if (slot == Nulls.NO_STRING) {
        TextSlot.clear(frame.registers, at, frame.heap);
      } else {
        int from = base + (int) (slot >>> 32);
        TextSlot.put(frame.registers, at, frame.heap, bytes, from, (int) slot);
      }
      return;
    }
    for (int i = 0; i < spec.form().slots() * RegisterForm.SLOT; i += RegisterForm.SLOT) {
      frame.putRegister(spec.offset() + i, Bytes.getLong(bytes, base + field + i));
    }
  }

  private static void store(RegisterSpec spec, Node argument, Frame frame) {
    int offset = spec.offset();
    switch (Kind.of(spec.argumentType())) {
      case BOOL -> {
        int value = argument.test(frame);
        frame.putRegister(offset, value == Nulls.UNKNOWN ? Nulls.LONG : value);
      }
      case LONG -> frame.putRegister(offset, argument.asLong(frame));
      case DOUBLE -> frame.putReal(offset, argument.asDouble(frame));
      case TEXT -> {
        Utf8 text = argument.asText(frame);
        if (text == null) {
          TextSlot.clear(frame.registers, frame.registersBase + offset, frame.heap);
        } else {
          storeText(offset, text, frame);
        }
      }
      case OBJECT -> {
        if (spec.form() == RegisterForm.PLACE) {
          boolean given = argument.asGeo(frame);
          frame.putReal(offset, given ? frame.latitude : Nulls.DOUBLE);
          frame.putReal(offset + 8, given ? frame.longitude : 0);
        } else {
          boolean given = argument.asIp(frame);
          frame.putRegister(offset, given ? 1 : Nulls.LONG);
          frame.putRegister(offset + 8, given ? frame.high : 0);
          frame.putRegister(offset + 16, given ? frame.low : 0);
        }
      }
    }
  }

  private static void storeText(int offset, Utf8 text, Frame frame) {
    TextSlot.put(
        frame.registers,
        frame.registersBase + offset,
        frame.heap,
        text.bytes(),
        text.offset(),
        text.length());
  }

  private static void add(RegisterSpec spec, Node argument, Frame frame) {
    int set = (int) frame.registerAt(spec.offset());
    switch (Kind.of(spec.argumentType())) {
      case BOOL -> {
        int value = argument.test(frame);
        set = value == Nulls.UNKNOWN ? set : DistinctSets.add(frame.heap, set, value);
      }
      case LONG -> {
        long value = argument.asLong(frame);
        set = value == Nulls.LONG ? set : DistinctSets.add(frame.heap, set, value);
      }
      case DOUBLE -> {
        double value = argument.asDouble(frame);
        // −0.0 and 0.0 are one value to SQL.
        long bits = value == 0 ? 0 : Double.doubleToRawLongBits(value);
        set = Double.isNaN(value) ? set : DistinctSets.add(frame.heap, set, bits);
      }
      case TEXT -> {
        Utf8 text = argument.asText(frame);
        if (text != null) {
          set = DistinctSets.add(frame.heap, set, text.bytes(), text.offset(), text.length());
        }
      }
      case OBJECT -> {
        if (spec.argumentType() == Type.Simple.IP) {
          if (argument.asIp(frame)) {
            set = DistinctSets.add(frame.heap, set, frame.high, frame.low);
          }
        } else if (argument.asGeo(frame)) {
          set =
              DistinctSets.add(
                  frame.heap,
                  set,
                  Double.doubleToRawLongBits(frame.latitude),
                  Double.doubleToRawLongBits(frame.longitude));
        }
      }
    }
    frame.putRegister(spec.offset(), set);
  }

  private void extreme(RegisterSpec spec, Node argument, Frame frame) {
    boolean max = spec.kind() == Expr.AggregateKind.MAX;
    int offset = spec.offset();
    switch (Kind.of(spec.argumentType())) {
      case LONG -> {
        long value = argument.asLong(frame);
        long old = frame.registerAt(offset);
        if (value != Nulls.LONG && (old == Nulls.LONG || (max ? value > old : value < old))) {
          frame.putRegister(offset, value);
        }
      }
      case DOUBLE -> {
        double value = argument.asDouble(frame);
        double old = frame.realAt(offset);
        if (!Double.isNaN(value) && (Double.isNaN(old) || (max ? value > old : value < old))) {
          frame.putReal(offset, value);
        }
      }
      case TEXT -> {
        Utf8 value = argument.asText(frame);
        Utf8 old =
            TextSlot.text(frame.registers, frame.registersBase + offset, frame.heap, oldText);
        if (value != null) {
          int order = old == null ? 0 : value.compareTo(old);
          if (old == null || (max ? order > 0 : order < 0)) {
            storeText(offset, value, frame);
          }
        }
      }
      case BOOL, OBJECT -> throw new IllegalStateException(spec.name());
    }
  }

  private void addLong(RegisterSpec spec, Node argument, Frame frame) {
    long value = argument.asLong(frame);
    if (value == Nulls.LONG) {
      return;
    }
    int offset = spec.offset();
    long old = frame.registerAt(offset);
    long sum = old;
    if (old != OVERFLOWED) {
      sum = old == Nulls.LONG ? value : Decimals.add(old, value);
      if (sum == Nulls.LONG || sum == OVERFLOWED) {
        frame.fail(place, "the sum is beyond 64 bits");
        sum = OVERFLOWED;
      }
    }
    frame.putRegister(offset, sum);
    if (spec.kind() == Expr.AggregateKind.AVG) {
      increment(frame, offset + RegisterForm.SLOT);
    }
  }

  private static void addDouble(RegisterSpec spec, Node argument, Frame frame) {
    double value = asDouble(spec, argument, frame);
    if (Double.isNaN(value)) {
      return;
    }
    int offset = spec.offset();
    switch (spec.kind()) {
      case SUM -> {
        double old = frame.realAt(offset);
        frame.putReal(offset, Double.isNaN(old) ? value : old + value);
      }
      case AVG -> {
        frame.putReal(offset, frame.realAt(offset) + value);
        increment(frame, offset + RegisterForm.SLOT);
      }
      case STDDEV -> {
        // Welford, Technometrics 4 (1962): count, mean, sum of squared differences.
        long n = frame.registerAt(offset) + 1;
        double mean = frame.realAt(offset + 8);
        double squares = frame.realAt(offset + 16);
        double difference = value - mean;
        mean += difference / n;
        squares += difference * (value - mean);
        frame.putRegister(offset, n);
        frame.putReal(offset + 8, mean);
        frame.putReal(offset + 16, squares);
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
