package io.tripline.app.lsp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What users set: {@code {"ruleSets": ["rules/cards", "rules/accounts"]}}.
 *
 * @param ruleSets paths of rule sets, each a folder or a file, relative to the workspace's folders
 */
record Settings(List<String> ruleSets) {
  static final Settings NONE = new Settings(List.of());

  Settings {
    ruleSets = List.copyOf(ruleSets);
  }

  /**
   * Reads them from what a client sends: the object itself, or one that has it under {@code
   * tripline}. Empty if it says nothing of ours.
   */
  static Optional<Settings> read(@Nullable Object json) {
    if (!(json instanceof JsonObject object)) {
      return Optional.empty();
    }
    JsonElement ours = object.get("tripline");
    JsonObject settings = ours instanceof JsonObject inner ? inner : object;
    if (!(settings.get("ruleSets") instanceof JsonArray array)) {
      return settings == object ? Optional.empty() : Optional.of(NONE);
    }
    List<String> paths = new ArrayList<>();
    array.forEach(each -> paths.add(each.isJsonPrimitive() ? each.getAsString() : each.toString()));
    return Optional.of(new Settings(paths));
  }

  /** The roots of rule sets, given the workspace's folders. */
  RuleSetRoots roots(List<Path> folders) {
    List<Path> named = new ArrayList<>();
    ruleSets.forEach(each -> named.addAll(paths(each, folders)));
    return new RuleSetRoots(named, folders);
  }

  /** The rule sets that are in none of the folders. */
  List<String> missing(List<Path> folders) {
    return ruleSets.stream().filter(each -> paths(each, folders).isEmpty()).toList();
  }

  private static List<Path> paths(String ruleSet, List<Path> folders) {
    try {
      Path path = Path.of(ruleSet);
      Stream<Path> all =
          path.isAbsolute() ? Stream.of(path) : folders.stream().map(f -> f.resolve(path));
      return all.map(Path::normalize).filter(Files::exists).toList();
    } catch (InvalidPathException e) {
      return List.of();
    }
  }
}
