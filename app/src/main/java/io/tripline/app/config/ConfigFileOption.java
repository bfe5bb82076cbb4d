package io.tripline.app.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where settings are from that the command line does not give. A command that has this option takes
 * all its other ones from a file and the environment, too; see {@link Configuration}.
 */
public final class ConfigFileOption {
  static final String NAME = "--config";
  static final String VARIABLE = "TRIPLINE_CONFIG";

  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*[a-z]");

  @Option(
      names = NAME,
      paramLabel = "FILE",
      description =
          "A YAML file of settings, which are these options without their dashes, such as "
              + "\"port: 8080\". What the command line or the environment says goes before. "
              + "Default: "
              + VARIABLE
              + ", or none.")
  private @Nullable Path file;

  private final Map<String, String> origins = new LinkedHashMap<>();
  private final List<String> unknownVariables = new ArrayList<>();

  @Nullable Path file() {
    return file;
  }

  void isFrom(Setting setting, String origin) {
    origins.put(setting.option().longestName(), origin);
  }

  void isUnknown(String variable) {
    unknownVariables.add(variable);
  }

  /** Variables of the environment that look like settings, and are none. */
  public List<String> unknownVariables() {
    return List.copyOf(unknownVariables);
  }

  /** Where an option is from that the command line has not; null if nobody gives it. */
  @Nullable String origin(String option) {
    return origins.get(option);
  }

  /** A sentence about options, with the places of those that are not from the command line. */
  public String explained(@Nullable String sentence) {
    List<String> places = new ArrayList<>();
    Matcher names = OPTION.matcher(String.valueOf(sentence));
    while (names.find()) {
      String origin = origins.get(names.group());
      if (origin != null && !places.contains(origin)) {
        places.add(origin);
      }
    }
    return places.isEmpty()
        ? String.valueOf(sentence)
        : sentence + " (from " + String.join(", ", places) + ")";
  }
}
