package io.tripline.rest.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tripline.state.StoreStats;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The store's figures. */
final class StoreFigures implements MultiCollector {
  private final Supplier<StoreStats> store;

  StoreFigures(Supplier<StoreStats> store) {
    this.store = store;
  }

  @Override
  public MetricSnapshots collect() {
    StoreStats stats = store.get();
    Families out = new Families();
    out.gauges(
        "tripline_store_bytes",
        "Disk that each part of the store takes, about.",
        List.copyOf(new TreeMap<>(stats.partBytes()).entrySet()),
        part -> Labels.of("part", part.getKey()),
        Map.Entry::getValue);
    out.gauge(
        "tripline_store_journal_first_sequence",
        "Sequence of the oldest entry that the journal still has, -1 if it has none.",
        stats.journalFirstSequence());
    out.gauge(
        "tripline_store_journal_needed_sequence",
        "Sequence of the first entry that the last checkpoint, rules or alerts need, -1 before the"
            + " first checkpoint.",
        stats.journalNeededSequence());
    out.gauge(
        "tripline_store_journal_lacks_needed",
        "1 if the journal had to be cut though rules or alerts need more of it.",
        stats.journalLacksNeeded() ? 1 : 0);
    if (stats.journalOldestMillis() >= 0) {
      out.gauge(
          "tripline_store_journal_oldest_seconds",
          "When the oldest record of the journal was written, since 1970.",
          stats.journalOldestMillis() / 1000.0);
    }
    out.gauge("tripline_store_wal_bytes", "Disk of the write-ahead log.", stats.walBytes());
    out.gauge("tripline_store_cache_bytes", "Memory of the cache.", stats.cacheUsedBytes());
    out.gauge("tripline_store_cache_limit_bytes", "Its bound.", stats.cacheCapacityBytes());
    out.gauge("tripline_store_states", "Keyed states stored.", stats.states());
    out.gauge("tripline_store_rejected", "Rejected events kept.", stats.rejected());
    out.counter(
        "tripline_store_rejected_dropped",
        "Rejected events dropped for the bound.",
        stats.rejectedDropped());
    out.gauge("tripline_store_late", "Late events kept.", stats.late());
    out.counter(
        "tripline_store_late_dropped", "Late events dropped for the bound.", stats.lateDropped());
    out.gauge(
        "tripline_store_decisions", "Answers kept for those who ask again.", stats.decisions());
    out.counter(
        "tripline_store_decisions_dropped",
        "Answers dropped for the bound.",
        stats.decisionsDropped());
    return out.build();
  }
}
