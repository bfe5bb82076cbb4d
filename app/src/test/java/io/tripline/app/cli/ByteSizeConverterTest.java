package io.tripline.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class ByteSizeConverterTest {
  private final ByteSizeConverter converter = new ByteSizeConverter();

  @Test
  void unitsAreStepsOf1024() {
    assertThat(converter.convert("64KB")).isEqualTo(65_536);
    assertThat(converter.convert("512MB")).isEqualTo(512L << 20);
    assertThat(converter.convert("2GB")).isEqualTo(2L << 30);
    assertThat(converter.convert("8TB")).isEqualTo(8L << 40);
  }

  @Test
  void theTextOfANumberIsReadAsThatNumber() {
    for (long bytes : new long[] {0, 1, 1_023, 1_024, 1_536, 3L << 20, (3L << 30) + 1, 5L << 41}) {
      assertThat(converter.convert(ByteSizeConverter.text(bytes))).isEqualTo(bytes);
    }
    assertThat(ByteSizeConverter.text(1_500L << 20)).isEqualTo("1500MB");
  }

  @Test
  void whatNoDiskHasIsRefused() {
    assertThatThrownBy(() -> converter.convert("999999999TB"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'999999999TB' is more than any disk or memory has");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "64", "GB", "-1GB", "1.5GB", "1 GB", "1gb", "1234567890123KB", "٣MB"})
  void otherThingsAreRefused(String text) {
    assertThatThrownBy(() -> converter.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'" + text + "' is no size; write it like 64KB, 512MB or 2GB");
  }
}
