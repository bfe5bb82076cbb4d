package io.tripline.engine.expression;

import java.lang.invoke.MethodHandles;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The generated classes that are in use, so that the same code is the same class: rules that are
 * deployed again, of which most are as they were, go on with what the JVM has compiled. Keeps no
 * class: what nobody else refers to can go. Thread-safe.
 */
public final class SharedClasses {
  /**
   * What makes a class.
   *
   * @param code its bytes
   * @param data its class data, arrays in a form that can be compared
   */
  private record Source(ByteBuffer code, List<Object> data) {
    static Source of(byte[] code, List<Object> data) {
      return new Source(
          ByteBuffer.wrap(code).asReadOnlyBuffer(), data.stream().map(Source::comparable).toList());
    }

    private static Object comparable(Object constant) {
      return constant instanceof byte[] bytes
          ? ByteBuffer.wrap(bytes).asReadOnlyBuffer()
          : constant;
    }
  }

  private static final class Entry extends WeakReference<Class<?>> {
    private final Source source;

    Entry(Source source, Class<?> defined, ReferenceQueue<Class<?>> gone) {
      super(defined, gone);
      this.source = source;
    }
  }

  private final Map<Source, Entry> classes = new HashMap<>();
  private final ReferenceQueue<Class<?>> gone = new ReferenceQueue<>();

  /**
   * The class of that code and data: one that is in use, or else a new one.
   *
   * @param code of a class in the package of {@code lookup}
   */
  public synchronized Class<?> define(MethodHandles.Lookup lookup, byte[] code, List<Object> data)
      throws IllegalAccessException {
    for (Reference<?> each = gone.poll(); each != null; each = gone.poll()) {
      Entry entry = (Entry) each;
      classes.remove(entry.source, entry);
    }
    Source source = Source.of(code, data);
    Entry known = classes.get(source);
    Class<?> defined = known == null ? null : known.get();
    if (defined == null) {
      defined = lookup.defineHiddenClassWithClassData(code, data, true).lookupClass();
      classes.put(source, new Entry(source, defined, gone));
    }
    return defined;
  }

  /** How many there are, those that nobody refers to any more included. */
  synchronized int size() {
    return classes.size();
  }
}
