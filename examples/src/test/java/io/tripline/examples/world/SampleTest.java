package io.tripline.examples.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The committed sample is what the generator makes, on this machine and with this JDK. {@code
 * -Dsample.update=true} writes it anew after a wanted change.
 */
class SampleTest {
  private static final Path SAMPLE = Path.of("data", "sample.jsonl");

  @Test
  void theSampleIsWhatTheGeneratorMakes() throws IOException {
    var out = new ByteArrayOutputStream();
    WorldReport report = new PaymentWorld(WorldSettings.of(1_000, 150, 14, 0.12)).writeTo(out);
    if (Boolean.getBoolean("sample.update")) {
      Files.write(SAMPLE, out.toByteArray());
    }
    assertThat(Files.readAllBytes(SAMPLE)).isEqualTo(out.toByteArray());
    assertThat(report.episodes()).containsOnlyKeys(Scenario.values());
  }
}
