package io.tripline.app.serve;

import io.tripline.app.cli.DurationConverter;
import io.tripline.state.StoreSettings;
import io.tripline.state.Sync;
import java.time.Duration;
import java.util.function.UnaryOperator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code every-batch}, {@code os}, or a time; what that makes of the settings of a store. */
final class SyncConverter implements ITypeConverter<SyncConverter.When> {
  /** Whoever publishes waits as long. */
  private static final Duration LONGEST = Duration.ofSeconds(1);

  /** What a write waits for. */
  @FunctionalInterface
  interface When extends UnaryOperator<StoreSettings> {}

  @Override
  public When convert(String text) {
    return switch (text) {
      case "every-batch" -> settings -> settings.withSync(Sync.EVERY_BATCH);
      case "os" -> settings -> settings.withSync(Sync.OS);
      default -> together(text);
    };
  }

  private static When together(String text) {
    Duration time;
    try {
      time = new DurationConverter().convert(text);
    } catch (TypeConversionException e) {
      throw new TypeConversionException(
          "it is every-batch, os, or a time like 20ms, not \"" + text + "\"");
    }
    if (time.isZero() || time.compareTo(LONGEST) > 0) {
      throw new TypeConversionException("a time is 1ms to 1s, not " + text);
    }
    return settings -> settings.withSyncEvery(time.toMillis());
  }
}
