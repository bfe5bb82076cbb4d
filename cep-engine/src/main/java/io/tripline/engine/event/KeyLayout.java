package io.tripline.engine.event;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.dsl.ir.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a key is read from an event. The key's bytes are canonical, and order as the key's values do:
 * for a string its UTF-8 bytes, with 0x00 written as 0x00 0xFF, then 0x00 0x00; for an enum the
 * symbol likewise; for numbers eight bytes, big-endian, with the sign bit flipped; for an ip 16
 * bytes. Immutable.
 */
public final class KeyLayout {
  private static final int NO_MATCH = -1;

  private final List<Integer> fields;
  private final int[] offsets;
  private final Type[] types;
  private final Form[] forms;
  private final byte[][][] symbols;

  /** Whether it is one text, as most are: its hash needs no copy of it. */
  private final boolean isText;

  /** How a part lies in an event, and in a key. */
  private enum Form {
    TEXT,
    SYMBOL,
    IP,
    NUMBER
  }

  KeyLayout(EventType type, List<Integer> fields, int[] slotOffsets) {
    this.fields = List.copyOf(fields);
    this.offsets = fields.stream().mapToInt(f -> slotOffsets[f]).toArray();
    this.types = fields.stream().map(f -> type.fields().get(f).type()).toArray(Type[]::new);
    this.forms = Arrays.stream(types).map(KeyLayout::form).toArray(Form[]::new);
    this.isText = forms.length == 1 && forms[0] == Form.TEXT;
    this.symbols = Arrays.stream(types).map(KeyLayout::symbols).toArray(byte[][][]::new);
  }

  private static Form form(Type type) {
    return switch (type) {
      case Type.Simple.STRING -> Form.TEXT;
      case Type.Enumeration _ -> Form.SYMBOL;
      case Type.Simple.IP -> Form.IP;
      default -> Form.NUMBER;
    };
  }

  private static byte[][] symbols(Type type) {
    return type instanceof Type.Enumeration(List<String> names)
        ? names.stream().map(s -> s.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new)
        : new byte[0][];
  }

  /** The fields that make the key; none for {@code by none}. */
  public List<Integer> fields() {
    return fields;
  }

  /**
   * Writes the key of the event at {@code base}.
   *
   * @return false if a part is null, so that the event takes no part
   */
  public boolean write(byte[] event, int base, KeyBuffer out) {
    out.clear();
    for (int i = 0; i < offsets.length; i++) {
      int slot = base + offsets[i];
      long first = Bytes.getLong(event, slot);
      Form form = forms[i];
      if (form == Form.TEXT) {
        if (first == Nulls.NO_STRING) {
          return false;
        }
        out.putText(event, base + (int) (first >>> 32), (int) first);
      } else if (first == Nulls.LONG) {
        return false;
      } else if (form == Form.NUMBER) {
        out.putLong(first ^ Long.MIN_VALUE);
      } else if (form == Form.IP) {
        out.putLong(Bytes.getLong(event, slot + 8));
        out.putLong(Bytes.getLong(event, slot + 16));
      } else {
        byte[] symbol = symbols[i][(int) first];
        out.putText(symbol, 0, symbol.length);
      }
    }
    return true;
  }

  /**
   * The hash of the key of the event at {@code base}, {@link KeyBuffer#hash}; 0 if a part is null.
   *
   * @param scratch its contents are lost
   */
  long hash(byte[] event, int base, KeyBuffer scratch) {
    if (isText) {
      long slot = Bytes.getLong(event, base + offsets[0]);
      if (slot == Nulls.NO_STRING) {
        return 0;
      }
      long hash = Bytes.hashOfText(event, base + (int) (slot >>> 32), (int) slot);
      if (hash != 0) {
        return hash;
      }
    }
    return write(event, base, scratch) ? scratch.hash() : 0;
  }

  /**
   * Whether the event at {@code base} has a key, whose bytes {@link #write} knows how to write. No
   * part of it may be null.
   */
  public boolean matches(byte[] event, int base, byte[] key, int from, int to) {
    int at = from;
    for (int i = 0; i < offsets.length && at >= 0; i++) {
      int slot = base + offsets[i];
      long first = Bytes.getLong(event, slot);
      at =
          switch (forms[i]) {
            case TEXT -> passText(event, base + (int) (first >>> 32), (int) first, key, at, to);
            case NUMBER -> passLong(first ^ Long.MIN_VALUE, key, at, to);
            case IP -> {
              int half = passLong(Bytes.getLong(event, slot + 8), key, at, to);
              yield half < 0 ? half : passLong(Bytes.getLong(event, slot + 16), key, half, to);
            }
            case SYMBOL -> {
              byte[] symbol = symbols[i][(int) first];
              yield passText(symbol, 0, symbol.length, key, at, to);
            }
          };
    }
    return at == to;
  }

  /**
   * Where a part of a key ends that begins at {@code at}; {@link #NO_MATCH} if it is not this one.
   */
  private static int passLong(long value, byte[] key, int at, int to) {
    return at + 8 <= to && bigEndian(key, at) == value ? at + 8 : NO_MATCH;
  }

  /** Likewise for a text, see {@link KeyBuffer#putText}. */
  private static int passText(byte[] text, int offset, int count, byte[] key, int at, int to) {
    int end = at + count;
    if (end + 2 <= to
        && key[end] == 0
        && key[end + 1] == 0
        && Bytes.isSameText(text, offset, count, key, at)) {
      return end + 2;
    }
    boolean hasZeros = Bytes.indexOf(text, (byte) 0, offset, offset + count) < offset + count;
    return hasZeros ? passEscaped(text, offset, count, key, at, to) : NO_MATCH;
  }

  private static int passEscaped(byte[] text, int offset, int count, byte[] key, int at, int to) {
    KeyBuffer escaped = new KeyBuffer();
    escaped.putText(text, offset, count);
    int end = at + escaped.length();
    return end <= to && escaped.matches(key, at, escaped.length()) ? end : NO_MATCH;
  }

  /** The key of these parts; the reverse of {@link #read}. */
  public byte[] write(List<Object> parts) {
    KeyBuffer out = new KeyBuffer();
    for (int i = 0; i < types.length; i++) {
      switch (parts.get(i)) {
        case String text -> {
          byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
          out.putText(utf8, 0, utf8.length);
        }
        case IpAddress ip -> {
          out.putLong(ip.high());
          out.putLong(ip.low());
        }
        case Boolean bool -> out.putLong((bool ? 1 : 0) ^ Long.MIN_VALUE);
        case Long number -> out.putLong(number ^ Long.MIN_VALUE);
        default -> throw new IllegalArgumentException("no key part: " + parts.get(i));
      }
    }
    return out.copy();
  }

  /**
   * The parts of a key, boxed as {@link io.tripline.dsl.ir.Expr} says, except that an enum's part
   * is its symbol.
   */
  public List<Object> read(byte[] key) {
    List<Object> parts = new ArrayList<>();
    int at = 0;
    for (Type type : types) {
      if (type == Type.Simple.STRING || type instanceof Type.Enumeration) {
        byte[] text = new byte[key.length - at];
        int n = 0;
        while (key[at] != 0 || key[at + 1] != 0) {
          text[n++] = key[at];
          at += key[at] == 0 ? 2 : 1;
        }
        at += 2;
        parts.add(new String(text, 0, n, StandardCharsets.UTF_8));
      } else if (type == Type.Simple.IP) {
        parts.add(new IpAddress(bigEndian(key, at), bigEndian(key, at + 8)));
        at += 16;
      } else {
        long value = bigEndian(key, at) ^ Long.MIN_VALUE;
        parts.add(type == Type.Simple.BOOL ? (Object) (value == 1) : (Object) value);
        at += 8;
      }
    }
    return parts;
  }

  /** The types of the parts. */
  public List<Type> types() {
    return List.of(types);
  }

  private static long bigEndian(byte[] bytes, int at) {
    return Long.reverseBytes(Bytes.getLong(bytes, at));
  }
}
