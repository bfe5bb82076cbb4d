package io.tripline.app.config;

import io.tripline.app.cli.IoErrors;
import io.tripline.app.cli.WrongUseException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Runs commands that have a {@link ConfigFileOption} with what a file and the environment give to
 * their options. The command line goes before the environment, and the environment before the file;
 * a list is taken from one of them. What is given is read as if it stood on the command line, so an
 * option means the same wherever it is.
 */
public final class Configuration implements IExecutionStrategy {
  /** Variables of the environment that are for others. */
  private static final Set<String> OTHERS =
      Set.of("TRIPLINE_JAVA_OPTS", "TRIPLINE_KEY_FILE", ConfigFileOption.VARIABLE);

  private final Map<String, String> environment;

  public Configuration(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public int execute(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    ConfigFileOption config = find(last.commandSpec());
    if (config == null || last.isUsageHelpRequested() || last.isVersionHelpRequested()) {
      return new RunLast().execute(parsed);
    }
    List<Setting> settings = Setting.of(last.commandSpec());
    Map<Setting, Given> given;
    try {
      given = given(settings, config, last);
    } catch (WrongUseException e) {
      throw new ParameterException(
          last.commandSpec().commandLine(), String.valueOf(e.getMessage()), e);
    }
    List<String> arguments = new ArrayList<>(parsed.originalArgs());
    given.forEach((setting, value) -> arguments.addAll(setting.arguments(value)));
    given.forEach((setting, value) -> config.isFrom(setting, value.from()));
    unknown(settings).forEach(config::isUnknown);
    try {
      return new RunLast()
          .execute(parsed.commandSpec().commandLine().parseArgs(toArray(arguments)));
    } catch (ParameterException e) {
      throw new ParameterException(e.getCommandLine(), config.explained(e.getMessage()), e);
    }
  }

  private static String[] toArray(List<String> arguments) {
    return arguments.toArray(String[]::new);
  }

  private static @Nullable ConfigFileOption find(CommandSpec command) {
    if (command.userObject() instanceof ConfigFileOption option) {
      return option;
    }
    return command.mixins().values().stream()
        .map(Configuration::find)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** What the environment and the file give to settings that the command line does not. */
  private Map<Setting, Given> given(
      List<Setting> settings, ConfigFileOption config, ParseResult parsed) {
    Map<String, Given> file = file(settings, config.file());
    Map<Setting, Given> given = new LinkedHashMap<>();
    for (Setting setting : settings) {
      if (parsed.hasMatchedOption(setting.option())) {
        continue;
      }
      Given variable = variable(setting);
      Given from = variable == null ? file.get(setting.name()) : variable;
      if (from != null) {
        given.put(setting, from);
      }
    }
    return given;
  }

  /** An empty variable gives nothing, as those who start containers cannot take one away. */
  private @Nullable Given variable(Setting setting) {
    String value = environment.getOrDefault(setting.variable(), "");
    if (value.isEmpty()) {
      return null;
    }
    List<String> values = setting.takesSeveral() ? List.of(value.split(",", -1)) : List.of(value);
    return new Given(values, setting.variable());
  }

  private Map<String, Given> file(List<Setting> settings, @Nullable Path option) {
    String variable = environment.getOrDefault(ConfigFileOption.VARIABLE, "");
    if (option == null && variable.isEmpty()) {
      return Map.of();
    }
    Path path = option == null ? Path.of(variable) : option;
    try {
      return ConfigFile.read(path, settings);
    } catch (FileSystemException e) {
      throw new WrongUseException(IoErrors.sentence(e), e);
    } catch (IOException e) {
      throw new WrongUseException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** What looks like a setting in the environment, and is none: misspelt, most likely. */
  private Set<String> unknown(List<Setting> settings) {
    Set<String> known = settings.stream().map(Setting::variable).collect(Collectors.toSet());
    Set<String> unknown = new TreeSet<>(environment.keySet());
    unknown.removeIf(
        name -> !name.startsWith(Setting.PREFIX) || known.contains(name) || OTHERS.contains(name));
    return unknown;
  }
}
