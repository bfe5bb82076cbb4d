package io.tripline.app.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a path, and explains the one way in which that fails in practice. */
public final class PathConverter implements ITypeConverter<Path> {
  @Override
  public Path convert(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(sentence(text));
    }
  }

  /** What to say of a text that is no path. */
  public static String sentence(String text) {
    return "'" + text + "' is no path in the language settings of this shell; try LC_ALL=C.UTF-8";
  }
}
