package io.tripline.app.serve;

import io.tripline.rest.webhook.AllowedReceivers;
import io.tripline.rest.webhook.WebhookSettings;
import java.util.List;
import picocli.CommandLine.Option;

/** Where webhooks may go. */
final class WebhookOptions {
  @Option(
      names = "--webhook-allow",
      paramLabel = "WHERE",
      arity = "1..*",
      description =
          "Let webhooks go to receivers that are not public, and over plain http to these: hosts, "
              + "addresses and networks, such as hooks.internal 10.1.0.0/16. "
              + "Default: none; webhooks go to public addresses, over https.")
  private List<String> allow = List.of();

  /**
   * @throws IllegalArgumentException if something allowed is neither a host nor a network
   */
  WebhookSettings settings() {
    return WebhookSettings.defaults().withAllowed(AllowedReceivers.parse(allow));
  }
}
