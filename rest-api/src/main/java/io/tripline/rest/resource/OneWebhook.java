package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Schema;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.webhook.WebhookRegistry;
import io.tripline.state.Webhook;

/** What endpoints about one webhook have in common. */
final class OneWebhook {
  static final String PATH = "/v1/webhooks/{id}";

  private OneWebhook() {}

  static Endpoint.Draft of(Endpoint.Draft draft) {
    return draft.path("id", Schema.text()).problems(ProblemType.NOT_FOUND);
  }

  static String id(Context ctx) {
    return ctx.pathParam("id");
  }

  static Webhook in(WebhookRegistry registry, Context ctx) {
    return registry.get(id(ctx)).orElseThrow(() -> none(id(ctx)));
  }

  static RuntimeException none(String id) {
    return Problem.of(ProblemType.NOT_FOUND, "There is no webhook " + id + ".").exception();
  }
}
