package io.tripline.rest.otlp;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.resources.Resource;

/** A family of figures, or a part of a large one. */
final class Family implements MetricData {
  private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("tripline");

  private final Resource resource;
  private final String name;
  private final String description;
  private final MetricDataType type;
  private final Data<?> data;

  /**
   * @param name as {@code /metrics} has it
   */
  Family(Resource resource, String name, String description, MetricDataType type, Data<?> data) {
    this.resource = resource;
    this.name = name;
    this.description = description;
    this.type = type;
    this.data = data;
  }

  @Override
  public Resource getResource() {
    return resource;
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return SCOPE;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public String getDescription() {
    return description;
  }

  /** By the name, as it ends in the unit; of those units that are the same word everywhere. */
  @Override
  public String getUnit() {
    String plain = without(without(name, "_total"), "_max");
    return plain.endsWith("_seconds") ? "s" : plain.endsWith("_bytes") ? "By" : "";
  }

  private static String without(String name, String ending) {
    return name.endsWith(ending) ? name.substring(0, name.length() - ending.length()) : name;
  }

  @Override
  public MetricDataType getType() {
    return type;
  }

  @Override
  public Data<?> getData() {
    return data;
  }
}
