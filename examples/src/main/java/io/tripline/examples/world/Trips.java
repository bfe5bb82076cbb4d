package io.tripline.examples.world;

import java.util.HashMap;
import java.util.Map;

/** Who is away from home. The map is only asked, never walked, so its order cannot show. */
final class Trips {
  /**
   * A journey there and back; times in epoch milliseconds.
   *
   * @param city where to
   * @param departs in the air from here
   * @param arrives in {@code city} from here
   * @param leaves in the air again from here
   * @param returns at home from here
   */
  record Trip(int city, long departs, long arrives, long leaves, long returns) {}

  private final Map<Integer, Trip> trips = new HashMap<>();

  boolean isEmpty() {
    return trips.isEmpty();
  }

  boolean has(int account) {
    return trips.containsKey(account);
  }

  void add(int account, Trip trip) {
    trips.put(account, trip);
  }

  int cityAt(int account, long time, int home) {
    Trip trip = trips.get(account);
    if (trip == null || time < trip.arrives) {
      return home;
    }
    if (time >= trip.returns) {
      trips.remove(account);
      return home;
    }
    return trip.city;
  }

  boolean flying(int account, long time) {
    Trip trip = trips.get(account);
    return trip != null
        && (time >= trip.departs && time < trip.arrives
            || time >= trip.leaves && time < trip.returns);
  }
}
