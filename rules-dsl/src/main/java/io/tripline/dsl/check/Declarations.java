package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.syntax.Name;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The declarations of one kind by their names, and which of them are used. */
final class Declarations<T> {
  /** A declaration; its value is null if it is wrong, which is reported. */
  private record Declared<T>(Name name, @Nullable T value) {}

  private final String kind;
  private final Map<String, Declared<T>> declared = new TreeMap<>();
  private final Set<String> used = new TreeSet<>();

  /**
   * None so far.
   *
   * @param kind as a sentence names it: {@code list}
   */
  Declarations(String kind) {
    this.kind = kind;
  }

  void put(Name name, @Nullable T value) {
    declared.put(name.text(), new Declared<>(name, value));
  }

  /** Whether a name is declared, and there: not a second time elsewhere. */
  boolean isDeclaredAt(Name name) {
    Declared<T> found = declared.get(name.text());
    return found != null && found.name().equals(name);
  }

  boolean has(String name) {
    return declared.containsKey(name);
  }

  Set<String> names() {
    return declared.keySet();
  }

  /** What has that name, which is no use of it; null if there is none, or it is wrong. */
  @Nullable T get(String name) {
    Declared<T> found = declared.get(name);
    return found == null ? null : found.value();
  }

  /** What has that name, from now on used; null if there is none, or it is wrong. */
  @Nullable T use(String name) {
    used.add(name);
    Declared<T> found = declared.get(name);
    return found == null ? null : found.value();
  }

  /** Those that are not wrong, by name. */
  List<T> values() {
    return declared.values().stream()
        .map(Declared::value)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .toList();
  }

  void reportUnused(Diagnostics diagnostics) {
    declared.forEach(
        (text, found) -> {
          if (!used.contains(text)) {
            diagnostics.report(
                Code.UNUSED_DECLARATION,
                found.name().place(),
                "nothing uses the " + kind + " `" + text + "`");
          }
        });
  }
}
