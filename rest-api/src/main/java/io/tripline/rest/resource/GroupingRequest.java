package io.tripline.rest.resource;

import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.http.ProblemException;
import io.tripline.state.Grouping;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which alerts are to be sent together, not yet checked. */
record GroupingRequest(
    @Meaning(
            "What is the same: some of ruleset, rule, severity and key; nothing for all alerts;"
                + " rule if left out.")
        @Nullable List<@Nullable String> by,
    @Meaning(
            "From the first alert of a group to its delivery, in seconds, 1 to 3600; 30 if left"
                + " out.")
        @Nullable Integer waitSeconds,
    @Meaning("How many alerts are sent together at most, 2 to 500; 100 if left out.")
        @Nullable Integer most) {
  private static final int USUAL_WAIT = 30;
  private static final int USUAL_MOST = 100;

  /**
   * What it says.
   *
   * @throws ProblemException 400
   */
  Grouping checked() {
    long wait = 1000L * (waitSeconds == null ? USUAL_WAIT : waitSeconds);
    if (wait < Grouping.SHORTEST_WAIT || wait > Grouping.LONGEST_WAIT) {
      throw WebhookRequest.wrong("group", "must wait 1 to 3600 seconds");
    }
    int count = most == null ? USUAL_MOST : most;
    if (count < Grouping.LEAST || count > Grouping.MOST) {
      throw WebhookRequest.wrong(
          "group", "must have " + Grouping.LEAST + " to " + Grouping.MOST + " alerts at most");
    }
    return new Grouping(parts(), wait, count);
  }

  private Set<Grouping.By> parts() {
    if (by == null) {
      return Set.of(Grouping.By.RULE);
    }
    Set<Grouping.By> parts = new HashSet<>();
    for (String each : by) {
      parts.add(
          Grouping.By.of(String.valueOf(each))
              .orElseThrow(
                  () ->
                      WebhookRequest.wrong(
                          "group",
                          Arrays.stream(Grouping.By.values())
                              .map(Grouping.By::text)
                              .collect(Collectors.joining(", ", "must be by some of ", "")))));
    }
    return parts;
  }
}
