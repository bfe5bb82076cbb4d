package io.tripline.rest.resource;

import io.tripline.rest.http.Json;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.json.CustomForm;
import io.tripline.rest.json.TemplateException;
import io.tripline.state.BodyTemplate;
import io.tripline.state.BodyTemplate.Kind;
import io.tripline.state.Webhook;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a caller says of a webhook's bodies, not yet checked. */
final class TemplateRequest {
  /** As PagerDuty makes them. */
  private static final Pattern ROUTING_KEY = Pattern.compile("[A-Za-z0-9]{32}");

  private final WebhookRequest request;

  TemplateRequest(WebhookRequest request) {
    this.request = request;
  }

  /**
   * The template of a webhook to register.
   *
   * @throws ProblemException 400, with a sentence that never shows the key
   */
  BodyTemplate created() {
    return template(null);
  }

  /**
   * The template of a webhook that is registered. A key that is not given stays, unless it went to
   * another host.
   *
   * @throws ProblemException 400
   */
  BodyTemplate changed(Webhook before) {
    String key = before.delivery().body().routingKey();
    boolean stays = !key.isEmpty() && origin(before.url()).equals(origin(request.url()));
    return template(stays ? key : null);
  }

  private BodyTemplate template(@Nullable String keyBefore) {
    Kind kind = kind();
    JsonNode body = request.body();
    if (kind != Kind.CUSTOM && body != null && !body.isNull()) {
      throw WebhookRequest.wrong("body", "is of the template custom alone");
    }
    if (kind != Kind.PAGERDUTY && request.routingKey() != null) {
      throw WebhookRequest.wrong("routing_key", "is of the template pagerduty alone");
    }
    return switch (kind) {
      case DEFAULT -> BodyTemplate.DEFAULT;
      case SLACK -> BodyTemplate.SLACK;
      case PAGERDUTY -> BodyTemplate.pagerDuty(routingKey(keyBefore));
      case CUSTOM -> custom(body);
    };
  }

  private Kind kind() {
    String template = request.template();
    return template == null
        ? Kind.DEFAULT
        : Kind.of(template)
            .orElseThrow(
                () ->
                    WebhookRequest.wrong(
                        "template",
                        Arrays.stream(Kind.values())
                            .map(Kind::text)
                            .collect(Collectors.joining(", ", "must be one of ", ""))));
  }

  private String routingKey(@Nullable String before) {
    String given = request.routingKey();
    String key = given == null ? before : given;
    if (key == null) {
      throw WebhookRequest.wrong(
          "routing_key", "is missing: the integration key of a service, for this host");
    }
    if (given != null && !ROUTING_KEY.matcher(given).matches()) {
      throw WebhookRequest.wrong("routing_key", "must be 32 letters and digits");
    }
    return key;
  }

  private static BodyTemplate custom(@Nullable JsonNode body) {
    if (body == null || body.isNull()) {
      throw WebhookRequest.wrong("body", "is missing: the JSON that is sent");
    }
    String text = body.toString();
    try {
      CustomForm.parse(text);
    } catch (TemplateException e) {
      Problem problem =
          Problem.of(ProblemType.BAD_REQUEST, e.what()).with("member", "body").with("at", e.at());
      String hint = e.hint();
      throw (hint == null ? problem : problem.with("hint", hint)).exception();
    }
    return BodyTemplate.custom(text);
  }

  /** Scheme, host and port of a URL, which may be no URL. */
  private static String origin(@Nullable String url) {
    try {
      URI uri = URI.create(Objects.requireNonNullElse(url, ""));
      return (uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort())
          .toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** A template's body as it is shown: of a custom one, its JSON. */
  static @Nullable JsonNode shown(BodyTemplate template) {
    return template.kind() == Kind.CUSTOM ? Json.tree(template.text()) : null;
  }
}
