package io.tripline.rest.resource;

import io.javalin.config.RoutesConfig;
import java.util.function.Supplier;

/** Figures for Prometheus. */
public final class MetricsRoutes {
  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Supplier<String> scrape;

  public MetricsRoutes(Supplier<String> scrape) {
    this.scrape = scrape;
  }

  public void register(RoutesConfig routes) {
    routes.get("/metrics", ctx -> ctx.contentType(CONTENT_TYPE).result(scrape.get()));
  }
}
