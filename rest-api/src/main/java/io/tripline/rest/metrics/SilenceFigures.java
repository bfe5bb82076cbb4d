package io.tripline.rest.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tripline.state.Silences;
import java.time.InstantSource;

/** What is kept from webhooks. */
final class SilenceFigures implements MultiCollector {
  private final Silences silences;
  private final InstantSource clock;

  SilenceFigures(Silences silences, InstantSource clock) {
    this.silences = silences;
    this.clock = clock;
  }

  @Override
  public MetricSnapshots collect() {
    long now = clock.millis();
    Families out = new Families();
    out.gauge(
        "tripline_silences_active",
        "Silences that hold now.",
        silences.list().stream().filter(each -> each.isActive(now)).count());
    out.counter(
        "tripline_alerts_silenced",
        "Alerts that a silence has kept from webhooks since the start.",
        silences.silenced());
    return out.build();
  }
}
