package io.tripline.engine.pipeline;

import io.tripline.engine.alert.NamedValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the journal, told for people.
 *
 * @param sequence its place among all entries, from 0
 * @param what it is: {@code event}, {@code deploy}, {@code undeploy}, {@code modes}, {@code
 *     contents}, {@code source}, {@code time}, {@code idle} or {@code end}
 * @param event null for all others
 * @param details of others, by what they are
 */
public record JournalEntry(
    long sequence, String what, @Nullable Event event, List<NamedValue> details) {
  public JournalEntry {
    details = List.copyOf(details);
  }

  /**
   * An event.
   *
   * @param number its place among all events, from 1: what partial matches and alerts name it by
   * @param source the number of the source that brought it
   * @param time its own, ms
   * @param fields all that were declared then
   */
  public record Event(long number, String type, int source, long time, List<NamedValue> fields) {
    public Event {
      fields = List.copyOf(fields);
    }
  }
}
