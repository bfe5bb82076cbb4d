package io.tripline.rest.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tripline.state.Proposals;
import java.time.InstantSource;

/** What waits for somebody's approval. */
final class ProposalFigures implements MultiCollector {
  private final Proposals proposals;
  private final InstantSource clock;

  ProposalFigures(Proposals proposals, InstantSource clock) {
    this.proposals = proposals;
    this.clock = clock;
  }

  @Override
  public MetricSnapshots collect() {
    long now = clock.millis();
    Families out = new Families();
    out.gauge(
        "tripline_proposals_open",
        "Changes of rules that somebody else has to approve, and has not yet.",
        proposals.list().stream().filter(each -> each.isOpen(now)).count());
    return out.build();
  }
}
