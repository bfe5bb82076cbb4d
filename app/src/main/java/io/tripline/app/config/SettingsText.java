package io.tripline.app.config;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The settings that hold, as a file of settings that says where each is from. */
public final class SettingsText {
  private static final Pattern PLAIN = Pattern.compile("[\\w/.][\\w/.=+%@-]*");
  private static final Set<String> NOTHING = Set.of("null", "~");
  private static final int COLUMN = 40;

  private final ConfigFileOption config;
  private final StringBuilder text = new StringBuilder();

  private SettingsText(ConfigFileOption config) {
    this.config = config;
  }

  /**
   * The settings of a command.
   *
   * @param parsed a command line of it
   * @param config the option of the command, once the command runs
   */
  public static String of(ParseResult parsed, ConfigFileOption config) {
    SettingsText settings = new SettingsText(config);
    for (Setting setting : Setting.of(parsed.commandSpec())) {
      settings.add(setting, parsed.matchedOption(setting.option().longestName()));
    }
    return settings.text.toString();
  }

  private void add(Setting setting, @Nullable OptionSpec given) {
    List<String> values = given == null ? setting.usual() : given.originalStringValues();
    String origin =
        given == null
            ? "default"
            : Objects.requireNonNullElse(config.origin(given.longestName()), given.longestName());
    if (values.isEmpty()) {
      line("# " + setting.name() + ":", origin);
    } else if (setting.takesSeveral()) {
      line(setting.name() + ":", origin);
      values.forEach(value -> text.append("  - ").append(scalar(value)).append('\n'));
    } else {
      line(setting.name() + ": " + scalar(values.getLast()), origin);
    }
  }

  private void line(String start, String origin) {
    text.append(start)
        .repeat(" ", Math.max(1, COLUMN - start.length()))
        .append("# ")
        .append(origin)
        .append('\n');
  }

  private static String scalar(String value) {
    boolean isPlain =
        PLAIN.matcher(value).matches() && !NOTHING.contains(value.toLowerCase(Locale.ROOT));
    return isPlain ? value : "'" + value.replace("'", "''") + "'";
  }
}
