package io.tripline.engine.expression;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.Nulls;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The constants of {@code in}: longs or texts, in an open-addressed table. Immutable. */
final class ConstantSet {
  private final boolean hasNull;
  private final long[] longs;
  private final byte[] @Nullable [] texts;

  private ConstantSet(List<Long> numbers, List<byte[]> utf8, boolean hasNull) {
    this.hasNull = hasNull;
    int size = Integer.highestOneBit(Math.max(numbers.size(), utf8.size()) * 2 + 1) * 2;
    longs = new long[numbers.isEmpty() ? 0 : size];
    Arrays.fill(longs, Nulls.LONG);
    for (long number : numbers) {
      int at = place(number);
      while (longs[at] != Nulls.LONG && longs[at] != number) {
        at = at + 1 & longs.length - 1;
      }
      longs[at] = number;
    }
    texts = new byte[utf8.isEmpty() ? 0 : size] @Nullable [];
    for (byte[] text : utf8) {
      int at = (int) Bytes.hash(text, 0, text.length) & texts.length - 1;
      while (texts[at] != null) {
        at = at + 1 & texts.length - 1;
      }
      texts[at] = text;
    }
  }

  /** The constants of an {@code in} over numbers or texts; null if it has anything else. */
  static @Nullable ConstantSet of(Expr.In in) {
    Form form = Form.of(in.operand().type());
    if (form != Form.LONG && form != Form.TEXT) {
      return null;
    }
    boolean hasNull = false;
    List<Long> numbers = new java.util.ArrayList<>();
    List<byte[]> texts = new java.util.ArrayList<>();
    int scale = Casts.scale(in.operand().type());
    for (Expr option : in.options()) {
      if (!(option instanceof Expr.Literal literal)) {
        return null;
      }
      if (literal.value() == null || literal.type() == Type.Simple.NULL) {
        hasNull = true;
      } else if (form == Form.TEXT) {
        texts.add(ValueWriter.text(literal));
      } else {
        LongBound bound =
            LongBound.of(
                Expr.ComparisonOp.EQ, scale, (Long) literal.value(), Casts.scale(literal.type()));
        if (!bound.never()) {
          numbers.add(bound.value());
        }
      }
    }
    return new ConstantSet(numbers, texts, hasNull);
  }

  /** Whether null is among the options, so that what is not in the set is unknown. */
  boolean hasNull() {
    return hasNull;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ConstantSet set
        && hasNull == set.hasNull
        && Arrays.equals(longs, set.longs)
        && Arrays.deepEquals(texts, set.texts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(longs) + Arrays.deepHashCode(texts);
  }

  private int place(long number) {
    long h = number * 0x9E37_79B9_7F4A_7C15L;
    return (int) (h >>> 32) & longs.length - 1;
  }

  /** Whether it has a number; not null. */
  boolean contains(long number) {
    if (longs.length == 0 || number == Nulls.LONG) {
      return false;
    }
    int at = place(number);
    while (longs[at] != number) {
      if (longs[at] == Nulls.LONG) {
        return false;
      }
      at = at + 1 & longs.length - 1;
    }
    return true;
  }

  /** Whether it has a text; not null. */
  boolean contains(byte[] bytes, int from, int length) {
    if (texts.length == 0 || length < 0) {
      return false;
    }
    int at = (int) Bytes.hash(bytes, from, length) & texts.length - 1;
    while (true) {
      byte[] text = texts[at];
      if (text == null) {
        return false;
      }
      if (TextCode.equal(bytes, from, length, text, 0, text.length)) {
        return true;
      }
      at = at + 1 & texts.length - 1;
    }
  }
}
