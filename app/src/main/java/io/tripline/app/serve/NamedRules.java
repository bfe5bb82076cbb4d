package io.tripline.app.serve;

import io.tripline.app.cli.PathConverter;
import io.tripline.app.rules.RuleFiles;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Rules with the name of their rule set, as the command line gives them: {@code [NAME=]PATH}. */
record NamedRules(String name, Path path) {
  /** As the HTTP API takes it. */
  private static final String NAME = "[a-z0-9][a-z0-9_-]{0,63}";

  static final class Converter implements ITypeConverter<NamedRules> {
    private final PathConverter paths = new PathConverter();

    @Override
    public NamedRules convert(String text) {
      int sign = text.indexOf('=');
      Path path = paths.convert(text.substring(sign + 1));
      String name = sign < 0 ? RuleFiles.defaultName(List.of(path)) : text.substring(0, sign);
      if (!name.matches(NAME)) {
        throw new TypeConversionException(
            "'"
                + name
                + "' cannot be the name of a rule set (lower-case letters, digits, _ and -);"
                + " give it another one: NAME="
                + path);
      }
      return new NamedRules(name, path);
    }
  }
}
