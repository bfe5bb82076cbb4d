package io.tripline.rest;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import io.tripline.engine.pipeline.Engine;
import io.tripline.rest.approval.Approvals;
import io.tripline.rest.audit.AuditAnchor;
import io.tripline.rest.audit.AuditTrail;
import io.tripline.rest.backtest.Backtests;
import io.tripline.rest.decision.DecisionCounts;
import io.tripline.rest.decision.DecisionDesk;
import io.tripline.rest.decision.LateAnswers;
import io.tripline.rest.endpoint.Endpoints;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.http.BodyReader;
import io.tripline.rest.http.Failures;
import io.tripline.rest.http.Listening;
import io.tripline.rest.http.LocalCallers;
import io.tripline.rest.http.Origins;
import io.tripline.rest.http.UnreadBodies;
import io.tripline.rest.http.UploadReader;
import io.tripline.rest.idempotency.Repetitions;
import io.tripline.rest.metrics.Metrics;
import io.tripline.rest.openapi.DocumentRoutes;
import io.tripline.rest.otlp.OtlpExport;
import io.tripline.rest.otlp.OtlpSettings;
import io.tripline.rest.resource.AlertRoutes;
import io.tripline.rest.resource.AlertStreamRoutes;
import io.tripline.rest.resource.AuditRoutes;
import io.tripline.rest.resource.BacktestRoutes;
import io.tripline.rest.resource.ContentsRoutes;
import io.tripline.rest.resource.DecisionRoutes;
import io.tripline.rest.resource.DeliveryRoutes;
import io.tripline.rest.resource.Deployments;
import io.tripline.rest.resource.EventRoutes;
import io.tripline.rest.resource.HealthRoutes;
import io.tripline.rest.resource.KeyRoutes;
import io.tripline.rest.resource.LateEventRoutes;
import io.tripline.rest.resource.MetricsRoutes;
import io.tripline.rest.resource.ModeRoutes;
import io.tripline.rest.resource.ParameterRoutes;
import io.tripline.rest.resource.ProposalRoutes;
import io.tripline.rest.resource.RejectedEventRoutes;
import io.tripline.rest.resource.ReviewRoutes;
import io.tripline.rest.resource.RuleSetRoutes;
import io.tripline.rest.resource.SavepointRoutes;
import io.tripline.rest.resource.SilenceRoutes;
import io.tripline.rest.resource.StateRoutes;
import io.tripline.rest.resource.StatusRoutes;
import io.tripline.rest.resource.TimeRoutes;
import io.tripline.rest.resource.VersionRoutes;
import io.tripline.rest.resource.WebhookRoutes;
import io.tripline.rest.resource.WebhookSecretRoutes;
import io.tripline.rest.security.Authenticator;
import io.tripline.rest.security.Entrance;
import io.tripline.rest.security.KeyAuthenticator;
import io.tripline.rest.security.KeyOrTokenAuthenticator;
import io.tripline.rest.security.TlsFiles;
import io.tripline.rest.security.TokenSettings;
import io.tripline.rest.tls.Tls;
import io.tripline.rest.tls.TlsFilesException;
import io.tripline.rest.token.IssuerKeys;
import io.tripline.rest.token.TokenAuthenticator;
import io.tripline.rest.webhook.ReceiverGuard;
import io.tripline.rest.webhook.WebhookDispatcher;
import io.tripline.rest.webhook.WebhookRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server, and the delivery of webhooks. Runs from {@link #start} to {@link #close}; the
 * engine and the store are closed after it, by whoever opened them.
 */
public final class TriplineServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TriplineServer.class);

  // Each may hold what a list of millions needs.
  private static final int UPLOADS_AT_A_TIME = 4;

  private final ServerSettings settings;
  private final Backend backend;
  private final WebhookRegistry registry;
  private final ReceiverGuard guard;
  private final WebhookDispatcher dispatcher;
  private final Metrics metrics;
  private final DecisionCounts decisions;
  private final AlertStreamRoutes streams;
  private final AuditAnchor anchor;
  private final Backtests backtests;
  private final Approvals approvals;
  private final BodyReader bodies;
  private final @Nullable Tls tls;
  private final @Nullable IssuerKeys issuer;
  private final @Nullable OtlpExport export;
  private final Javalin javalin;
  private volatile boolean stopping;

  private TriplineServer(ServerSettings settings, Backend backend, @Nullable Tls tls) {
    this.settings = settings;
    this.tls = tls;
    this.backend = backend;
    this.bodies = new BodyReader(settings.maxBodyBytes(), settings.maxBodyBytesInFlight());
    this.anchor = new AuditAnchor(backend.audit());
    this.backtests =
        new Backtests(
            backend.engine(), settings.backtests(), backend.backtests(), InstantSource.system());
    SecureRandom random = new SecureRandom();
    this.approvals =
        new Approvals(backend.proposals(), settings.approval(), random, InstantSource.system());
    this.metrics = new Metrics();
    this.decisions = new DecisionCounts(metrics::decided);
    this.registry = new WebhookRegistry(backend.webhooks(), settings.webhooks().maxWebhooks());
    this.guard = new ReceiverGuard(settings.webhooks().allowed());
    this.dispatcher =
        new WebhookDispatcher(
            settings.webhooks(),
            registry,
            guard,
            backend.outbox(),
            backend.alerts(),
            metrics,
            InstantSource.system(),
            random);
    this.metrics.watch(
        backend.engine(), backend.storeStats(), registry, dispatcher, backend.outbox());
    this.metrics.watch(decisions);
    this.metrics.watch(backend.reviews());
    this.metrics.watch(backend.silences(), InstantSource.system());
    this.metrics.watchProposals(approvals::countOpen);
    this.streams = new AlertStreamRoutes(backend.alerts(), settings.maxAlertStreams());
    this.metrics.watchStreams(streams::count);
    if (tls != null) {
      metrics.watchCertificate(tls::expires);
    }
    TokenSettings tokens = settings.security().tokens();
    this.issuer = tokens == null ? null : IssuerKeys.start(tokens, metrics);
    if (issuer != null) {
      metrics.watch(issuer);
    }
    OtlpSettings otlp = settings.otlp();
    this.export =
        otlp == null
            ? null
            : new OtlpExport(otlp, metrics::snapshots, metrics, InstantSource.system());
    if (export != null) {
      metrics.watch(export);
    }
    this.javalin = Javalin.create(config -> setUp(config, random));
  }

  /**
   * Starts a server.
   *
   * @throws ServerStartException if who could call would not be asked who they are, or could be
   *     listened to, or if the port is taken
   */
  public static TriplineServer start(ServerSettings settings, Backend backend) {
    Reach.require(settings);
    if (settings.otlp() != null) {
      OtlpExport.require(settings.otlp());
    }
    requireFreePort(settings);
    TriplineServer server = new TriplineServer(settings, backend, tls(settings));
    try {
      server.javalin.start();
    } catch (JavalinBindException e) {
      server.close();
      throw cannotListen(settings, e);
    }
    try {
      backend.engine().onAlertsStored(server::alertsStored);
      server.dispatcher.start();
      server.anchor.start();
      server.backtests.start();
      if (server.export != null) {
        server.export.start();
      }
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    LOG.info("Listening on {}", server.uri());
    return server;
  }

  private static @Nullable Tls tls(ServerSettings settings) {
    TlsFiles files = settings.security().tls();
    try {
      return files == null ? null : Tls.of(files);
    } catch (TlsFilesException e) {
      throw new ServerStartException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return javalin.port();
  }

  /** Where it listens, without a slash at the end. */
  public URI uri() {
    String host = settings.host();
    String scheme = tls == null ? "http://" : "https://";
    return URI.create(scheme + (host.contains(":") ? "[" + host + "]" : host) + ":" + port());
  }

  /** Stops listening, lets requests and deliveries under way end within bounds. */
  @Override
  public void close() {
    stopping = true;
    streams.close();
    javalin.stop();
    if (tls != null) {
      tls.close();
    }
    if (issuer != null) {
      issuer.close();
    }
    dispatcher.close();
    backtests.close();
    anchor.close();
    if (export != null) {
      export.close();
    }
    metrics.close();
    LOG.info("Stopped");
  }

  private void alertsStored() {
    dispatcher.wake();
    streams.wake();
  }

  private void setUp(JavalinConfig config, SecureRandom random) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.jetty.threadPool = Listening.threads();
    config.jetty.addConnector(
        (server, http) -> Listening.on(settings.host(), settings.port(), server, http, tls));
    config.jetty.modifyServer(
        server -> {
          server.setStopTimeout(settings.stopPatience().toMillis());
          server.setHandler(new UnreadBodies(new GracefulHandler()));
        });
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          TokenSettings tokens = settings.security().tokens();
          if (tokens != null) {
            // Room for the longest token, and what else a request may say.
            http.setRequestHeaderSize(http.getRequestHeaderSize() + tokens.maxBytes());
          }
        });
    config.requestLogger.http(metrics::request);
    Failures.register(config);

    // Any answer may be packed for one caller and not for another.
    config.routes.before(ctx -> ctx.res().addHeader("Vary", "Accept-Encoding"));
    if (!settings.origins().isEmpty()) {
      config.registerPlugin(Origins.allowing(settings.origins()));
    }
    if (!settings.security().asksWhoCalls()) {
      config.routes.before(LocalCallers::check);
    }
    DocumentRoutes documents = new DocumentRoutes();
    Endpoints endpoints = Endpoints.of(resources(random, documents));
    documents.publish(endpoints);
    endpoints.register(config.routes, entrance());
  }

  private @Nullable Authenticator authenticator() {
    Authenticator keys =
        settings.security().keys()
            ? new KeyAuthenticator(backend.apiKeys(), InstantSource.system())
            : null;
    TokenSettings taken = settings.security().tokens();
    if (taken == null || issuer == null) {
      return keys;
    }
    Authenticator tokens = new TokenAuthenticator(taken, issuer, InstantSource.system());
    return keys == null ? tokens : new KeyOrTokenAuthenticator(keys, tokens);
  }

  /** Why no caller can be known now; null if some can. */
  private @Nullable String unknowable() {
    return issuer == null || settings.security().keys() ? null : issuer.trouble();
  }

  private Entrance entrance() {
    return new Entrance(
        authenticator(),
        settings.security().proxies(),
        settings.security().requestsPerSecond(),
        metrics,
        new AuditTrail(backend.audit(), backend.engine(), InstantSource.system()),
        new Repetitions(backend.idempotencyKeys(), bodies, InstantSource.system()),
        System::nanoTime);
  }

  private List<Resource> resources(SecureRandom random, DocumentRoutes documents) {
    Engine engine = backend.engine();
    UploadReader uploads = new UploadReader(settings.maxUploadBytes(), UPLOADS_AT_A_TIME);
    DecisionDesk desk =
        new DecisionDesk(
            backend.questions(),
            settings.decisions(),
            decisions,
            new LateAnswers(engine::schema, System::nanoTime, LOG::warn));
    Deployments deployments = new Deployments(engine, approvals);
    return List.of(
        new RuleSetRoutes(engine, deployments, bodies),
        new VersionRoutes(engine, deployments, backend.ruleVersions(), bodies),
        new ProposalRoutes(engine, approvals, backend.ruleVersions(), bodies),
        new StateRoutes(engine, backend.alerts(), bodies),
        new ModeRoutes(deployments, bodies),
        new ParameterRoutes(engine, deployments, bodies),
        new EventRoutes(engine, backend.intake(), bodies, metrics),
        new BacktestRoutes(
            engine,
            backtests,
            bodies,
            new UploadReader(settings.backtests().maxUploadBytes(), UPLOADS_AT_A_TIME)),
        new DecisionRoutes(engine, desk, settings.decisions(), bodies),
        new TimeRoutes(engine, backend.intake(), bodies),
        ContentsRoutes.ofLists(engine, uploads),
        ContentsRoutes.ofTables(engine, uploads),
        new StatusRoutes(engine, backend.storeStats(), decisions),
        new AlertRoutes(backend.alerts(), backend.evidence(), settings.maxAlertsScanned()),
        streams,
        new ReviewRoutes(backend.alerts(), backend.reviews(), bodies, InstantSource.system()),
        new RejectedEventRoutes(backend.rejected()),
        new LateEventRoutes(backend.late(), engine::schema),
        new WebhookRoutes(
            registry, guard, dispatcher, backend.outbox(), bodies, random, InstantSource.system()),
        new WebhookSecretRoutes(registry, bodies, random, InstantSource.system()),
        new DeliveryRoutes(
            registry, dispatcher, backend.outbox(), backend.alerts(), bodies, random),
        new SilenceRoutes(backend.silences(), bodies, random, InstantSource.system()),
        new AuditRoutes(backend.audit()),
        new KeyRoutes(backend.apiKeys(), bodies, random, InstantSource.system()),
        new SavepointRoutes(engine, backend.savepoints(), backend.rules(), bodies),
        new HealthRoutes(engine, backend.unwritable(), this::unknowable, () -> stopping),
        new MetricsRoutes(metrics::scrape),
        documents);
  }

  /** Before anything is started: Javalin would log a stack trace. */
  private static void requireFreePort(ServerSettings settings) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(settings.host(), settings.port()));
    } catch (IOException e) {
      throw cannotListen(settings, e);
    }
  }

  private static ServerStartException cannotListen(ServerSettings settings, Exception cause) {
    return new ServerStartException(
        "Cannot listen on %s, port %d: another program may use it; choose another port."
            .formatted(settings.host(), settings.port()),
        cause);
  }
}
