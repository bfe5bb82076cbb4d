package io.tripline.rest.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.rest.resource.HealthRoutes.Readiness;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReadinessTest {
  @Test
  void oneReasonIsEnoughAndAllAreTold() {
    assertThat(HealthRoutes.readiness(false, null, null, null))
        .isEqualTo(new Readiness("ready", List.of()));
    assertThat(HealthRoutes.readiness(true, null, null, null))
        .isEqualTo(new Readiness("not-ready", List.of("The server is stopping.")));
    assertThat(HealthRoutes.readiness(true, "No disk.", "It is full.", "No keys.").reasons())
        .containsExactly(
            "The server is stopping.",
            "The engine has stopped on an error: No disk.",
            "It is full.",
            "No keys.");
  }
}
