package io.tripline.engine.match.example;

import io.tripline.engine.match.reference.RefEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A small stream as it is written on a page: {@code a1 b1@5s t2@1m(20,35)}. An event has a name, a
 * time (seconds, unless it says {@code ms}, {@code m} or {@code h}; without one it comes a second
 * after the event before, the first one at 0), and the values of its fields.
 *
 * <p>Its letters say what it is. Where types are declared ({@code t = Temperature(room int, temp
 * int)}), they name its type. Without, all events are of one type {@code E} with a bool for each
 * letter of the alphabet that the stream uses: {@code ab1} is an event where both a and b hold.
 *
 * @param declarations the event types, as rules declare them
 * @param names of the events, in their order
 * @param events in their order
 */
record EventStream(String declarations, List<String> names, List<RefEvent> events) {
  private static final Pattern EVENT =
      Pattern.compile("([a-z]+)(\\d*)(?:@(\\d+)(ms|s|m|h)?)?(?:\\(([^)]*)\\))?");
  private static final Pattern TYPE = Pattern.compile("(\\w+) = (\\w+)\\(([^)]*)\\)");

  /** The type of all events where none is declared. */
  static final String ONLY_TYPE = "E";

  /**
   * @param types declared types, with {@code ;} between them, or nothing
   * @param more letters that rules ask about, whether an event has them or not
   */
  static EventStream of(String types, String text, String more) {
    List<Matcher> words = new ArrayList<>();
    for (String word : text.strip().split("\\s+")) {
      Matcher event = EVENT.matcher(word);
      if (!event.matches()) {
        throw new IllegalArgumentException("not an event: " + word);
      }
      words.add(event);
    }
    return types.isEmpty() ? letters(words, more) : typed(types, words);
  }

  private static EventStream letters(List<Matcher> words, String more) {
    TreeSet<Character> letters = new TreeSet<>();
    words.forEach(word -> word.group(1).chars().forEach(c -> letters.add((char) c)));
    more.chars().forEach(c -> letters.add((char) c));
    String fields = letters.stream().map(c -> "  " + c + " bool\n").collect(Collectors.joining());
    List<RefEvent> events = new ArrayList<>();
    for (Matcher word : words) {
      long clock = clock(word, events);
      long[] values = new long[letters.size() + 1];
      values[0] = clock;
      int field = 1;
      for (char letter : letters) {
        values[field++] = word.group(1).indexOf(letter) >= 0 ? 1 : 0;
      }
      events.add(new RefEvent(events.size() + 1, ONLY_TYPE, clock, values));
    }
    return new EventStream(declared(ONLY_TYPE, fields), names(words), List.copyOf(events));
  }

  private static EventStream typed(String types, List<Matcher> words) {
    Map<String, String> byPrefix = new LinkedHashMap<>();
    StringBuilder declarations = new StringBuilder();
    Matcher type = TYPE.matcher(types);
    while (type.find()) {
      boolean isNew = !byPrefix.containsValue(type.group(2));
      byPrefix.put(type.group(1), type.group(2));
      String fields =
          type.group(3).isBlank() ? "" : "  " + type.group(3).replaceAll(", *", "\n  ") + "\n";
      declarations.append(isNew ? declared(type.group(2), fields) : "");
    }
    List<RefEvent> events = new ArrayList<>();
    for (Matcher word : words) {
      long clock = clock(word, events);
      String values = word.group(5) == null ? "" : word.group(5).strip();
      String[] given = values.isEmpty() ? new String[0] : values.split(", *");
      long[] fields = new long[given.length + 1];
      fields[0] = clock;
      for (int i = 0; i < given.length; i++) {
        fields[i + 1] = Long.parseLong(given[i]);
      }
      events.add(new RefEvent(events.size() + 1, byPrefix.get(word.group(1)), clock, fields));
    }
    return new EventStream(declarations.toString(), names(words), List.copyOf(events));
  }

  private static String declared(String name, String fields) {
    return "event " + name + " {\n  time timestamp @time\n" + fields + "}\n";
  }

  private static List<String> names(List<Matcher> words) {
    return words.stream().map(word -> word.group(1) + word.group(2)).toList();
  }

  private static long clock(Matcher word, List<RefEvent> before) {
    if (word.group(3) == null) {
      return before.isEmpty() ? 0 : before.getLast().clock() + 1000;
    }
    long unit =
        switch (word.group(4) == null ? "s" : word.group(4)) {
          case "ms" -> 1;
          case "m" -> 60_000;
          case "h" -> 3_600_000;
          default -> 1000;
        };
    return Long.parseLong(word.group(3)) * unit;
  }
}
