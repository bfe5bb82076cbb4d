package io.tripline.engine.match;

import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.engine.expression.RegisterBlocks;
import io.tripline.engine.expression.RegisterValues;
import io.tripline.engine.heap.StateHeap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@link KeyState} in bytes: a format version; when what must not come before a match was seen; the
 * events that are kept for a shared program; the bound events, each once and after the one before
 * it; the runs, which name theirs by index. All numbers are big-endian.
 */
final class KeyStateCodec {
  private static final int VERSION = 4;

  private static final int NULL = 0;
  private static final int BYTES = 1;
  private static final int IP = 2;
  private static final int GEO = 3;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;
  private static final int BOOL = 7;

  private KeyStateCodec() {}

  static byte[] encode(KeyState state, Program program) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeByte(VERSION);
      for (long seen : state.seen) {
        out.writeLong(seen);
      }
      writeKept(state, out);
      Map<BoundEvent, Integer> indexes = writeEvents(state, out);
      out.writeInt(state.runs.size());
      for (Run run : state.runs) {
        out.writeInt(run.state);
        for (int count : run.counts) {
          out.writeInt(count);
        }
        out.writeLong(run.start);
        out.writeLong(run.startTime);
        out.writeLong(run.lastTime);
        out.writeLong(run.open);
        out.writeLong(run.alive);
        out.writeLong(run.endings);
        out.writeBoolean(run.fresh);
        out.writeInt(indexes.getOrDefault(run.bound, -1));
        RegisterValues r = run.registers;
        RegisterBlocks blocks = program.registers().blocks();
        int slots = program.registers().bytes();
        byte[] registers = new byte[slots + blocks.writtenBytes(r.bytes(), r.base(), r.heap())];
        blocks.write(r.bytes(), r.base(), slots, r.heap(), registers, 0);
        writeBytes(registers, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not from a byte array
    }
    return bytes.toByteArray();
  }

  private static void writeKept(KeyState state, DataOutputStream out) throws IOException {
    out.writeInt(state.kept.size());
    for (KeptEvent e : state.kept) {
      out.writeLong(e.number());
      out.writeLong(e.clock());
      out.writeLong(e.answers());
      out.writeLong(e.starts());
      out.writeInt(e.type());
      writeBytes(e.id().getBytes(StandardCharsets.UTF_8), out);
      out.writeInt(e.values().length);
      for (Object value : e.values()) {
        writeObject(value, out);
      }
    }
  }

  private static void readKept(KeyState state, DataInputStream in) throws IOException {
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      long number = in.readLong();
      long clock = in.readLong();
      long answers = in.readLong();
      long starts = in.readLong();
      int type = in.readInt();
      String id = new String(readBytes(in), StandardCharsets.UTF_8);
      int length = in.readInt();
      if (length < 0 || length > in.available()) {
        throw new IllegalArgumentException("an event of " + length + " values");
      }
      @Nullable Object[] values = new @Nullable Object[length];
      for (int v = 0; v < length; v++) {
        values[v] = readObject(in);
      }
      state.kept.addLast(new KeptEvent(number, clock, answers, starts, type, id, values));
    }
  }

  private static Map<BoundEvent, Integer> writeEvents(KeyState state, DataOutputStream out)
      throws IOException {
    Map<BoundEvent, Integer> indexes = new IdentityHashMap<>();
    List<BoundEvent> order = new ArrayList<>();
    Deque<BoundEvent> chain = new ArrayDeque<>();
    for (Run run : state.runs) {
      for (BoundEvent e = run.bound;
          e != null && e.variable() >= 0 && !indexes.containsKey(e);
          e = e.before()) {
        chain.push(e);
      }
      while (!chain.isEmpty()) {
        BoundEvent e = chain.pop();
        indexes.put(e, order.size());
        order.add(e);
      }
    }
    out.writeInt(order.size());
    for (BoundEvent e : order) {
      BoundEvent before = e.before();
      out.writeInt(before == null ? -1 : indexes.getOrDefault(before, -1));
      out.writeInt(e.variable());
      out.writeLong(e.number());
      out.writeLong(e.clock());
      writeBytes(e.id().getBytes(StandardCharsets.UTF_8), out);
    }
    return indexes;
  }

  private static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static void writeObject(@Nullable Object value, DataOutputStream out) throws IOException {
    switch (value) {
      case null -> out.writeByte(NULL);
      case byte[] text -> {
        out.writeByte(BYTES);
        writeBytes(text, out);
      }
      case IpAddress ip -> {
        out.writeByte(IP);
        out.writeLong(ip.high());
        out.writeLong(ip.low());
      }
      case Geo geo -> {
        out.writeByte(GEO);
        out.writeDouble(geo.lat());
        out.writeDouble(geo.lon());
      }
      case Long number -> {
        out.writeByte(LONG);
        out.writeLong(number);
      }
      case Double number -> {
        out.writeByte(DOUBLE);
        out.writeDouble(number);
      }
      case Boolean bool -> {
        out.writeByte(BOOL);
        out.writeBoolean(bool);
      }
      default -> throw new IllegalStateException("no form for " + value.getClass());
    }
  }

  /**
   * Fills an empty state.
   *
   * @throws IllegalArgumentException if the bytes are not a state of the program
   */
  static KeyState decode(byte[] bytes, KeyState state, Program program, StateHeap heap) {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    try {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "state of rule " + program.rule().name() + " has unknown format " + version);
      }
      for (int i = 0; i < state.seen.length; i++) {
        state.seen[i] = in.readLong();
      }
      readKept(state, in);
      List<BoundEvent> events = readEvents(in);
      int runs = in.readInt();
      for (int i = 0; i < runs; i++) {
        state.runs.add(readRun(in, events, program, heap));
      }
      if (in.read() >= 0) {
        throw new IllegalArgumentException("bytes left over");
      }
      return state;
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "not a state of rule " + program.rule().name() + ": " + e.getMessage(), e);
    }
  }

  private static List<BoundEvent> readEvents(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<BoundEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int before = in.readInt();
      int variable = in.readInt();
      long number = in.readLong();
      long clock = in.readLong();
      String id = new String(readBytes(in), StandardCharsets.UTF_8);
      events.add(
          BoundEvent.after(before < 0 ? null : events.get(before), variable, number, clock, id));
    }
    return events;
  }

  private static Run readRun(
      DataInputStream in, List<BoundEvent> events, Program program, StateHeap heap)
      throws IOException {
    Automaton automaton = program.automaton();
    int state = in.readInt();
    if (state < 0 || state >= automaton.states()) {
      throw new IllegalArgumentException("no state " + state);
    }
    int[] counts = automaton.counters() == 0 ? Run.NO_COUNTS : new int[automaton.counters()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = in.readInt();
    }
    long start = in.readLong();
    long startTime = in.readLong();
    long lastTime = in.readLong();
    long open = in.readLong();
    long alive = in.readLong();
    long endings = in.readLong();
    boolean fresh = in.readBoolean();
    int last = in.readInt();
    BoundEvent bound = last < 0 ? BoundEvent.NONE : events.get(last);
    int slots = program.registers().bytes();
    RegisterValues registers = new RegisterValues(new byte[slots], 0, heap);
    byte[] written = readBytes(in);
    if (program.registers().blocks().read(written, 0, slots, registers.bytes(), 0, heap)
        != written.length) {
      throw new IllegalArgumentException("registers of " + written.length + " bytes");
    }
    Run run = new Run(state, counts, registers, bound, start, startTime, lastTime, open, endings);
    run.alive = alive;
    run.fresh = fresh;
    return run;
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IllegalArgumentException("a text of " + length + " bytes");
    }
    return in.readNBytes(length);
  }

  private static @Nullable Object readObject(DataInputStream in) throws IOException {
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case NULL -> null;
      case BYTES -> readBytes(in);
      case IP -> new IpAddress(in.readLong(), in.readLong());
      case GEO -> new Geo(in.readDouble(), in.readDouble());
      case LONG -> in.readLong();
      case DOUBLE -> in.readDouble();
      case BOOL -> in.readBoolean();
      default -> throw new IllegalArgumentException("no value of form " + tag);
    };
  }
}
