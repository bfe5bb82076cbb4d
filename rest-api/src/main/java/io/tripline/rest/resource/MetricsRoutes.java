package io.tripline.rest.resource;

import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.security.Scope;
import java.util.List;
import java.util.function.Supplier;

/** Figures for Prometheus. */
public final class MetricsRoutes implements Resource {
  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Supplier<String> scrape;

  public MetricsRoutes(Supplier<String> scrape) {
    this.scrape = scrape;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/metrics", "getMetrics", Tag.SERVER, Scope.READ)
            .summary("All figures, for Prometheus")
            .answers(200, "In the text format of Prometheus.", Content.text())
            .handledBy(ctx -> ctx.contentType(CONTENT_TYPE).result(scrape.get())));
  }
}
