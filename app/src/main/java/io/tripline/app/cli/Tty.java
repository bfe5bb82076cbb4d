package io.tripline.app.cli;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** Asks the C library whether a file descriptor is a terminal; Java only tells of all at once. */
final class Tty {
  private Tty() {}

  static boolean is(int fileDescriptor) {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> isatty =
        linker.defaultLookup().find("isatty").or(() -> linker.defaultLookup().find("_isatty"));
    if (isatty.isEmpty()) {
      return false;
    }
    try {
      return (int)
              linker
                  .downcallHandle(
                      isatty.get(),
                      FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
                  .invokeExact(fileDescriptor)
          != 0;
    } catch (Throwable e) {
      throw new IllegalStateException("isatty cannot be called", e);
    }
  }
}
