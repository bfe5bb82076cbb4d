package io.tripline.engine.expression;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.contents.Contents;
import io.tripline.engine.contents.EntryForm;
import io.tripline.engine.contents.LookUps;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.event.Utf8;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a list has a value, and what a table has for a key: asked of what the frame's {@link
 * LookUps} see, when the node is evaluated.
 */
final class DataNodes {
  private DataNodes() {}

  /** Finds the entry of a value. */
  private static final class Finder {
    private final String name;
    private final Node operand;
    private final Type type;
    private final int scale;
    private final int entryScale;
    private final Place place;
    private final EventView entry = new EventView();
    private @Nullable Map<String, Contents> known;
    private @Nullable Contents contents;

    /**
     * @param operand gives the value
     * @param type of the value
     * @param entryType of what entries are found by
     */
    Finder(String name, Node operand, Type type, Type entryType, Place place) {
      this.name = name;
      this.operand = operand;
      this.type = type;
      this.scale = Casts.scale(type);
      this.entryScale = Casts.scale(entryType);
      this.place = place;
    }

    /** The list or table as the worker has it now; null, and an error, if it has none. */
    @Nullable Contents contents(Frame frame) {
      LookUps lookUps = frame.lookUps;
      if (lookUps.contents() != known) {
        known = lookUps.contents();
        contents = lookUps.find(name);
      }
      if (contents == null) {
        frame.fail(place, "what `" + name + "` held is not known here");
      }
      return contents;
    }

    /** Looks for the entry: 1 if it is there, 0 if not, unknown if there is nothing to look for. */
    int find(Frame frame) {
      Contents in = contents(frame);
      if (in == null) {
        return Nulls.UNKNOWN;
      }
      return switch (Kind.of(type)) {
        case BOOL -> {
          int value = operand.test(frame);
          yield value == Nulls.UNKNOWN ? value : found(in.find(value, frame.lookUps, entry));
        }
        case LONG -> {
          long value = operand.asLong(frame);
          yield value == Nulls.LONG ? Nulls.UNKNOWN : find(value, in, frame);
        }
        case TEXT -> {
          Utf8 text = operand.asText(frame);
          yield text == null ? Nulls.UNKNOWN : found(in.find(text, frame.lookUps, entry));
        }
        case OBJECT ->
            operand.asIp(frame)
                ? found(in.find(frame.high, frame.low, frame.lookUps, entry))
                : Nulls.UNKNOWN;
        case DOUBLE -> throw new IllegalStateException("nothing is found by a double");
      };
    }

    private int find(long value, Contents in, Frame frame) {
      long sought = value;
      if (scale < entryScale) {
        sought = Decimals.rescale(value, entryScale - scale);
        if (sought == Nulls.LONG) {
          return 0; // larger than any entry
        }
      } else if (scale > entryScale) {
        long unit = Decimals.power(scale - entryScale);
        if (value % unit != 0) {
          return 0;
        }
        sought = value / unit;
      }
      return found(in.find(sought, frame.lookUps, entry));
    }

    private static int found(boolean is) {
      return is ? 1 : 0;
    }
  }

  /** {@code x in a_list}. */
  static final class InList extends Node {
    private final Finder finder;

    InList(Expr.InList e, Node operand) {
      finder =
          new Finder(e.list().name(), operand, e.operand().type(), e.list().element(), e.place());
    }

    @Override
    public int test(Frame frame) {
      return finder.find(frame);
    }
  }

  /** {@code a_table[key].column}. */
  static final class Lookup extends Node {
    private final Finder finder;
    private final int field;
    private final boolean isAddress;
    private final Utf8 view = new Utf8();

    Lookup(Expr.Lookup e, Node key) {
      finder = new Finder(e.table().name(), key, e.key().type(), e.table().keyType(), e.place());
      field = EntryForm.fieldOf(e.column());
      isAddress = e.type() == Type.Simple.IP;
    }

    /** Where the value lies in the row, or negative if there is no row. */
    private int offset(Frame frame) {
      Contents contents = finder.find(frame) == 1 ? finder.contents : null;
      return contents == null ? -1 : contents.form().layout().offset(field);
    }

    @Override
    public int test(Frame frame) {
      int offset = offset(frame);
      long value = offset < 0 ? Nulls.LONG : finder.entry.longAt(offset);
      return value == Nulls.LONG ? Nulls.UNKNOWN : (int) value;
    }

    @Override
    public long asLong(Frame frame) {
      int offset = offset(frame);
      return offset < 0 ? Nulls.LONG : finder.entry.longAt(offset);
    }

    @Override
    public double asDouble(Frame frame) {
      int offset = offset(frame);
      return offset < 0 ? Nulls.DOUBLE : finder.entry.doubleAt(offset);
    }

    @Override
    public @Nullable Utf8 asText(Frame frame) {
      int offset = offset(frame);
      return offset < 0 ? null : finder.entry.textAt(offset, view);
    }

    @Override
    public @Nullable Object asObject(Frame frame) {
      int offset = offset(frame);
      if (offset < 0) {
        return null;
      }
      return isAddress ? finder.entry.ipAt(offset) : finder.entry.geoAt(offset);
    }
  }
}
