package io.tripline.engine.match;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.event.Schema;
import io.tripline.engine.event.Utf8;
import io.tripline.engine.heap.ByteBuilder;
import io.tripline.engine.heap.StateHeap;
import io.tripline.engine.heap.TextSlot;

/**
 * The fields that the registers of a rule are made of, kept of an event in slots of some block, the
 * same number of bytes for each; a text is a {@link TextSlot}. Makes an event of them again that
 * has those fields alone. Not thread-safe.
 */
final class FieldSlots {
  private static final byte[] NOTHING = {};

  private final StateHeap heap;
  // By variable: those of one type are the same.
  private final EventLayout[] layouts;
  private final int[][] fields;
  // Of each field of these its slot in an event, and that slot's bytes; 0 for a text.
  private final int[][] sources;
  private final int[][] lengths;
  private final int bytes;
  private final boolean texts;
  private final EventWriter writer = new EventWriter(false);
  private final EventView view = new EventView();
  private final Utf8 text = new Utf8();

  FieldSlots(Program program, Schema schema, StateHeap heap) {
    this.heap = heap;
    int count = program.rule().variables().size();
    this.layouts = new EventLayout[count];
    this.fields = new int[count][];
    this.sources = new int[count][];
    this.lengths = new int[count][];
    int most = 0;
    boolean any = false;
    for (Variable variable : program.rule().variables()) {
      int v = variable.index();
      EventLayout layout = schema.get(variable.type().name());
      layouts[v] = layout;
      fields[v] = program.keptFields(variable.type());
      sources[v] = new int[fields[v].length];
      lengths[v] = new int[fields[v].length];
      int sum = 0;
      for (int i = 0; i < fields[v].length; i++) {
        EventType.Field field = layout.type().fields().get(fields[v][i]);
        sources[v][i] = layout.offset(fields[v][i]);
        lengths[v][i] = slotBytes(field.type());
        any |= lengths[v][i] == 0;
        sum += Math.max(lengths[v][i], TextSlot.BYTES);
      }
      most = Math.max(most, sum);
    }
    this.bytes = most;
    this.texts = any;
  }

  private static int slotBytes(Type type) {
    return type == Type.Simple.STRING
        ? 0
        : type == Type.Simple.GEO ? 16 : type == Type.Simple.IP ? 24 : 8;
  }

  /** Bytes that are kept of an event, whatever its type. */
  int bytes() {
    return bytes;
  }

  /** Whether slots can own anything. */
  boolean haveTexts() {
    return texts;
  }

  /** Fills slots, which hold nothing, from an event that a variable takes. */
  void take(int variable, EventView event, byte[] page, int from) {
    int at = from;
    for (int i = 0; i < sources[variable].length; i++) {
      int length = lengths[variable][i];
      if (length > 0) {
        // Words: most fields are one.
        int source = event.base() + sources[variable][i];
        for (int end = at + length; at < end; at += 8, source += 8) {
          Bytes.putLong(page, at, Bytes.getLong(event.bytes(), source));
        }
      } else {
        Bytes.putLong(page, at, Nulls.NO_STRING);
        Utf8 value = event.textAt(sources[variable][i], text);
        if (value != null) {
          TextSlot.put(page, at, heap, value.bytes(), value.offset(), value.length());
        }
        at += TextSlot.BYTES;
      }
    }
  }

  /** Makes slots such that hold nothing. */
  void clear(int variable, byte[] page, int from) {
    int at = from;
    for (int length : lengths[variable]) {
      if (length == 0) {
        Bytes.putLong(page, at, Nulls.NO_STRING);
      }
      at += Math.max(length, TextSlot.BYTES);
    }
  }

  /** Gives back what slots own. */
  void free(int variable, byte[] page, int from) {
    int at = from;
    for (int length : lengths[variable]) {
      if (length == 0) {
        TextSlot.clear(page, at, heap);
      }
      at += Math.max(length, TextSlot.BYTES);
    }
  }

  /** An event with the fields that were kept; valid until the next call. */
  EventView event(int variable, byte[] page, int from) {
    writer.clear();
    writer.begin(layouts[variable]);
    int at = from;
    for (int i = 0; i < fields[variable].length; i++) {
      int length = lengths[variable][i];
      if (length > 0) {
        writer.setSlots(fields[variable][i], page, at, length);
        at += length;
      } else {
        Utf8 value = TextSlot.text(page, at, heap, text);
        if (value != null) {
          writer.setText(fields[variable][i], value.bytes(), value.offset(), value.length());
        }
        at += TextSlot.BYTES;
      }
    }
    writer.end(0, NOTHING, 0, 0);
    return view.wrap(writer.bytes(), 0);
  }

  // ---- in bytes

  void write(int variable, byte[] page, int from, ByteBuilder out) {
    int at = from;
    for (int length : lengths[variable]) {
      if (length > 0) {
        out.put(page, at, length);
        at += length;
      } else {
        Utf8 value = TextSlot.text(page, at, heap, text);
        out.putInt(value == null ? -1 : value.length());
        if (value != null) {
          out.put(value.bytes(), value.offset(), value.length());
        }
        at += TextSlot.BYTES;
      }
    }
  }

  /** Fills slots, which hold nothing, from what was written. */
  void read(int variable, StateBytes in, byte[] page, int from) {
    int at = from;
    for (int length : lengths[variable]) {
      if (length > 0) {
        System.arraycopy(in.in(), in.take(length), page, at, length);
        at += length;
      } else {
        int textLength = in.takeInt();
        if (textLength != -1) {
          int source = in.take(textLength);
          TextSlot.put(page, at, heap, in.in(), source, textLength);
        }
        at += TextSlot.BYTES;
      }
    }
  }
}
