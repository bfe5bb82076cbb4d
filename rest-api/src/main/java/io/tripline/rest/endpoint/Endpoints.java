package io.tripline.rest.endpoint;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All that the server serves. Immutable. */
public record Endpoints(List<Endpoint> all) {
  /**
   * @throws IllegalStateException if two have one name, or one path and method
   */
  public Endpoints {
    all = List.copyOf(all);
    Set<String> seen = new HashSet<>();
    for (Endpoint each : all) {
      if (!seen.add(each.id()) || !seen.add(each.method() + " " + each.path())) {
        throw new IllegalStateException(
            each.method() + " " + each.path() + ", " + each.id() + ", is there twice");
      }
    }
  }

  /** Those of some resources, in their order. */
  public static Endpoints of(List<Resource> resources) {
    List<Endpoint> all = new ArrayList<>();
    resources.forEach(each -> all.addAll(each.endpoints()));
    return new Endpoints(all);
  }

  /** Serves them; where two have a path in common, the one that names more of it. */
  public void register(RoutesConfig routes, Gate gate) {
    List<Endpoint> namedFirst = new ArrayList<>(all);
    namedFirst.sort(Comparator.comparingInt(each -> each.pathParameters().size()));
    for (Endpoint each : namedFirst) {
      Handler checked =
          ctx -> {
            each.checkParameters(ctx);
            each.handler().handle(ctx);
          };
      routes.addHttpHandler(each.method(), each.path(), ctx -> gate.serve(ctx, each, checked));
    }
  }
}
