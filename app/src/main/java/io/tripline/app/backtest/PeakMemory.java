package io.tripline.app.backtest;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most memory that this process ever used. */
final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK = "VmHWM:";

  private PeakMemory() {}

  /** In bytes: resident memory where the system tells it, else the sum of the JVM's pools. */
  static long bytes() {
    if (Files.isReadable(STATUS)) {
      try {
        for (String line : Files.readAllLines(STATUS)) {
          if (line.startsWith(PEAK)) {
            String kilobytes = line.substring(PEAK.length()).replace("kB", "").strip();
            return Long.parseLong(kilobytes) * 1024;
          }
        }
      } catch (IOException e) {
        return ofPools();
      }
    }
    return ofPools();
  }

  private static long ofPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage == null ? 0 : usage.getUsed())
        .sum();
  }
}
