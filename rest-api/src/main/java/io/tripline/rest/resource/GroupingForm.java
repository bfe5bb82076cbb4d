package io.tripline.rest.resource;

import io.tripline.rest.endpoint.Meaning;
import io.tripline.state.Grouping;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which alerts are sent together. */
record GroupingForm(
    @Meaning("What is the same in all of them; nothing for all alerts.") List<String> by,
    @Meaning("From the first alert of a group to its delivery, in seconds.") long waitSeconds,
    @Meaning("How many alerts are sent together at most.") int most) {

  static @Nullable GroupingForm of(@Nullable Grouping grouping) {
    return grouping == null
        ? null
        : new GroupingForm(
            grouping.by().stream().map(Grouping.By::text).toList(),
            grouping.waitMillis() / 1000,
            grouping.most());
  }
}
