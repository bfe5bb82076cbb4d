package io.tripline.app.crash;

import io.tripline.engine.port.CrashPoint;
import io.tripline.engine.port.CrashPoints;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Ends its process where it has passed one of some points so many times. Any thread. */
final class KillingPoints implements CrashPoints {
  private final Map<CrashPoint, Integer> left = new EnumMap<>(CrashPoint.class);

  /**
   * @param when each point with the number of the passing at which the process ends, from 1; as
   *     {@link #text} writes it
   */
  KillingPoints(String when) {
    Arrays.stream(when.split(","))
        .filter(each -> !each.isEmpty())
        .map(each -> each.split(":"))
        .forEach(each -> left.put(CrashPoint.valueOf(each[0]), Integer.parseInt(each[1])));
  }

  static String text(Map<CrashPoint, Integer> when) {
    return when.entrySet().stream()
        .map(each -> each.getKey() + ":" + each.getValue())
        .collect(Collectors.joining(","));
  }

  @Override
  public synchronized void pass(CrashPoint point) {
    Integer more = left.computeIfPresent(point, (_, n) -> n - 1);
    if (more != null && more == 0) {
      System.out.println("kill " + point);
      System.out.flush();
      Runtime.getRuntime().halt(KillingStorage.KILLED);
    }
  }
}
