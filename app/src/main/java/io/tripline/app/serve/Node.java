package io.tripline.app.serve;

import io.tripline.app.cli.Operator;
import io.tripline.app.rules.CheckedRules;
import io.tripline.app.rules.StoredRules;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.EngineStats;
import io.tripline.ingest.IntakeSettings;
import io.tripline.ingest.json.DecodeLimits;
import io.tripline.ingest.json.PastJsonRecords;
import io.tripline.rest.Backend;
import io.tripline.rest.TriplineServer;
import io.tripline.rest.audit.RuleSetState;
import io.tripline.state.RocksStorage;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that a running server consists of. Closed by the thread that started it. */
public final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final RocksStorage storage;
  private final Engine engine;
  private final TriplineServer server;

  private Node(RocksStorage storage, Engine engine, TriplineServer server) {
    this.storage = storage;
    this.engine = engine;
    this.server = server;
  }

  /**
   * Opens the store, recovers, deploys rules, and starts to listen; on return all is in service.
   *
   * @param rules to deploy, by the names of their rule sets
   * @throws io.tripline.engine.port.StorageException if the data folder cannot be used
   * @throws io.tripline.rest.ServerStartException if the address cannot be used
   * @throws io.tripline.engine.pipeline.DeploymentRefusedException if the rules cannot run together
   */
  public static Node start(NodeSettings settings, Map<String, CheckedRules> rules)
      throws InterruptedException {
    RocksStorage storage = RocksStorage.open(settings.data(), settings.store());
    Engine engine = null;
    try {
      String cut = storage.journalCut();
      if (cut != null) {
        LOG.warn(cut);
      }
      engine = openEngine(settings, storage);
      for (Map.Entry<String, CheckedRules> each : rules.entrySet()) {
        String text = each.getValue().text();
        RuleSet ruleSet = StoredRules.compile(each.getKey(), text);
        RuleSetState before = RuleSetState.of(engine, each.getKey());
        log(
            engine.deploy(
                each.getKey(), text, ruleSet, Engine.Options.USUAL.with(settings.start())));
        Map<String, String> change = before.changeTo(RuleSetState.of(engine, each.getKey()));
        if (!change.isEmpty()) {
          Operator.audit(storage.audit(), "deployRuleSet", each.getKey(), change);
        }
      }
      IntakeSettings taking = IntakeSettings.defaults().withMaxAhead(settings.maxAhead());
      TriplineServer server =
          TriplineServer.start(
              settings.server(), Backend.of(engine, taking, storage, StoredRules::compile));
      return new Node(storage, engine, server);
    } catch (RuntimeException | InterruptedException e) {
      closeAfter(e, engine, storage);
      throw e;
    }
  }

  private static Engine openEngine(NodeSettings settings, RocksStorage storage) {
    long start = System.nanoTime();
    long alertsBefore = storage.alerts().lastOrdinal();
    Engine engine =
        Engine.open(
            settings.engine(),
            storage,
            StoredRules::compile,
            PastJsonRecords.under(DecodeLimits.of(settings.engine().maxEventBytes())));
    EngineStats stats = engine.stats();
    LOG.info(
        "Opened {}: {} events so far, {} alerts, checkpoint at entry {}, {} entries replayed in {}"
            + " ms",
        settings.data(),
        stats.events(),
        stats.alerts(),
        stats.checkpoints().lastSequence(),
        stats.recoveredEntries(),
        (System.nanoTime() - start) / 1_000_000);
    logForgotten(alertsBefore - stats.alerts() - stats.shadowAlerts());
    return engine;
  }

  private static void logForgotten(long alerts) {
    if (alerts > 0) {
      LOG.warn(
          "{} alerts were forgotten, the latest ones: a loss of power has taken the events that"
              + " raised them. Webhooks may have heard of them; events that are sent again raise"
              + " alerts again",
          alerts);
    }
  }

  private static void log(Engine.Deployment deployment) {
    for (Engine.Deployment.RuleChange change : deployment.rules()) {
      if (change.kind() == Engine.Deployment.Kind.DRAINING) {
        LOG.info(
            "The rule {} of rule set {} drains, as it was: it has begun {} partial matches of {}"
                + " keys",
            change.rule(),
            deployment.name(),
            change.had().partialMatches(),
            change.had().keys());
      }
    }
    Engine.Deployment.Warm warm = deployment.warm();
    if (warm != null) {
      LOG.info(
          "Rule set {} was given {} events of the past, and begins with {} states{}",
          deployment.name(),
          warm.events(),
          warm.states(),
          warm.complete() ? "" : "; the journal does not reach back as far as its rules do");
    }
  }

  private static void closeAfter(Exception failure, @Nullable Engine engine, RocksStorage storage) {
    try (storage) {
      if (engine != null) {
        engine.close();
      }
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** Where the server listens, without a slash at the end. */
  public URI uri() {
    return server.uri();
  }

  public Engine engine() {
    return engine;
  }

  /** Why the engine has stopped by itself, or null if it runs. */
  public @Nullable String failure() {
    return engine.health().failure();
  }

  /** Takes no more requests, works off what was taken, takes a last checkpoint. */
  @Override
  public void close() {
    try (storage;
        engine) {
      server.close();
    }
    LOG.info("Closed");
  }
}
