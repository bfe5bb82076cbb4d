package io.tripline.dsl.ir;

import java.util.List;
import java.util.Optional;

/**
 * What separates the events of one match from those of another ({@code by card}).
 *
 * @param names the parts' names as alerts show them; empty for {@code by none}
 * @param sources for each event type of the rule's input, in the order of its first mention, the
 *     fields that give the parts. Parts at the same position have the same type in every source.
 */
public record Key(List<String> names, List<Source> sources) {
  public Key {
    names = List.copyOf(names);
    sources = List.copyOf(sources);
  }

  /** How events of a type give the parts, if they are among those of the input. */
  public Optional<Source> source(EventType type) {
    return sources.stream().filter(source -> source.type().name().equals(type.name())).findFirst();
  }

  /**
   * @param type an event type of the rule's input
   * @param fields indexes of its fields, one a part
   */
  public record Source(EventType type, List<Integer> fields) {
    public Source {
      fields = List.copyOf(fields);
    }
  }
}
