package io.tripline.app.config;

import io.tripline.app.cli.ByteSizeConverter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * An option as a setting: {@code --data-dir} on the command line is {@code data-dir} in a file and
 * {@code TRIPLINE_DATA_DIR} in the environment.
 *
 * @param name as in a file
 * @param option what it is on the command line
 */
record Setting(String name, OptionSpec option) {
  static final String PREFIX = "TRIPLINE_";

  /** Options that are for one call, and no settings. */
  private static final Set<String> OF_A_CALL =
      Set.of("--help", "--version", "--debug", ConfigFileOption.NAME);

  /** All that a command has, in the order that its help has. */
  static List<Setting> of(CommandSpec command) {
    return command.options().stream()
        .filter(option -> !OF_A_CALL.contains(option.longestName()))
        .map(option -> new Setting(option.longestName().substring(2), option))
        .toList();
  }

  /** The name in the environment. */
  String variable() {
    return PREFIX + name.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  boolean takesSeveral() {
    return option.isMultiValue();
  }

  /** As arguments of a command line. */
  List<String> arguments(Given given) {
    return given.values().stream().map(value -> option.longestName() + "=" + value).toList();
  }

  /** What holds where nobody gives anything; empty if that is nothing. */
  List<String> usual() {
    if (takesSeveral()) {
      return List.of();
    }
    boolean isSize =
        Arrays.stream(option.converters()).anyMatch(ByteSizeConverter.class::isInstance);
    String text = option.defaultValueString();
    boolean isBytes = isSize && text.chars().allMatch(Character::isDigit);
    return text.equals("null")
        ? List.of()
        : List.of(isBytes ? ByteSizeConverter.text(Long.parseLong(text)) : text);
  }
}
