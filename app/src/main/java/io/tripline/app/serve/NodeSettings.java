package io.tripline.app.serve;

import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.EngineSettings;
import io.tripline.rest.ServerSettings;
import io.tripline.rest.webhook.WebhookSettings;
import io.tripline.state.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a server runs.
 *
 * @param data folder of the store; made if it is missing
 * @param store what is kept in it, for how long, and what a write waits for
 * @param start with what states rules of the command line begin
 * @param maxAhead how far ahead of this machine's clock an event's time may lie; zero for any time
 */
public record NodeSettings(
    Path data,
    EngineSettings engine,
    ServerSettings server,
    StoreSettings store,
    Engine.Start start,
    Duration maxAhead) {

  /** Everything as usual, in a folder and on a loopback port (0 for any free one). */
  public static NodeSettings of(Path data, int port) {
    ServerSettings server = ServerSettings.defaults();
    return new NodeSettings(
        data,
        EngineSettings.defaults(),
        server.withAddress(server.host(), port),
        StoreSettings.defaults(),
        Engine.Start.COLD,
        Duration.ZERO);
  }

  /** These settings with others for webhooks. */
  public NodeSettings withWebhooks(WebhookSettings webhooks) {
    return new NodeSettings(data, engine, server.withWebhooks(webhooks), store, start, maxAhead);
  }
}
