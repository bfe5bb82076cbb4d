package io.tripline.examples.world;

import java.util.Map;

/**
 * What was in a world that has been written.
 *
 * @param events all events
 * @param fraudEvents those that a fraudster caused
 * @param bytes how long the lines are together, with their line feeds
 * @param eventsByType how many of each type, by the type's name; types that did not occur are left
 *     out
 * @param episodes how many of each scenario; those that did not occur are left out
 * @param peakPending the most events of episodes that waited for their time at once: what the
 *     generator held in memory beside its customers
 */
public record WorldReport(
    long events,
    long fraudEvents,
    long bytes,
    Map<String, Long> eventsByType,
    Map<Scenario, Long> episodes,
    int peakPending) {}
