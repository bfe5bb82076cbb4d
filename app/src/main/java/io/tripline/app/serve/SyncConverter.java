package io.tripline.app.serve;

import io.tripline.state.Sync;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code every-batch} or {@code os}. */
final class SyncConverter implements ITypeConverter<Sync> {
  @Override
  public Sync convert(String text) {
    return switch (text) {
      case "every-batch" -> Sync.EVERY_BATCH;
      case "os" -> Sync.OS;
      default -> throw new TypeConversionException("it is every-batch or os, not \"" + text + "\"");
    };
  }
}
