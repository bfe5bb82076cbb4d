package io.tripline.rest.token;

import io.tripline.rest.security.TokenBuckets;
import io.tripline.rest.security.TokenSettings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An issuer's keys, as new as they can be had. One thread fetches them: at the start, again and
 * again, and when a token names a key that is not known, though not as often as somebody sends such
 * tokens. While they cannot be fetched, those that were fetched last are good for a bounded time.
 * Thread-safe; whoever only asks for keys waits for nothing.
 */
public final class IssuerKeys implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
  private static final String ALL = "";

  /** For an answer of the issuer; a fetch takes two of them at most. */
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(4);

  private static final Duration START_PATIENCE = ANSWER_PATIENCE.multipliedBy(2).plusSeconds(2);

  /**
   * How often, and how long.
   *
   * @param refresh from one fetch to the next, if it was good
   * @param retry likewise, if it was not
   * @param least between fetches that are asked for, in the long run
   * @param burst how many may be asked for at once
   * @param patience how long a caller waits for one
   * @param waiting how many callers may
   * @param outage how long keys are good without another good fetch
   */
  record Times(
      Duration refresh,
      Duration retry,
      Duration least,
      int burst,
      Duration patience,
      int waiting,
      Duration outage) {
    static Times of(TokenSettings settings) {
      return new Times(
          settings.refresh(),
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          3,
          Duration.ofSeconds(2),
          32,
          settings.outage());
    }
  }

  /**
   * Keys that were fetched.
   *
   * @param at by the steady clock
   */
  private record Fetched(SigningKeys keys, long at) {}

  private final String issuer;
  private final KeySource source;
  private final Times times;
  private final KeyFetchObserver observer;
  private final LongSupplier nanos;
  private final TokenBuckets asked;
  private final Semaphore waiting;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("issuer-keys").daemon().factory());

  private volatile @Nullable Fetched last;
  private volatile String failure = "they are being fetched";
  private boolean failing;
  private boolean toldOfEnd;

  // Guarded by this.
  private CompletableFuture<@Nullable Void> running = CompletableFuture.completedFuture(null);
  private @Nullable Future<?> next;
  private boolean closed;

  IssuerKeys(
      String issuer, KeySource source, Times times, KeyFetchObserver observer, LongSupplier nanos) {
    this.issuer = issuer;
    this.source = source;
    this.times = times;
    this.observer = observer;
    this.nanos = nanos;
    this.asked = new TokenBuckets(times.least().toNanos(), times.burst(), 1, nanos);
    this.waiting = new Semaphore(times.waiting());
  }

  /**
   * Begins to fetch them, and waits for what comes of that: ten seconds at most. Without them it
   * goes on, and says so in the log.
   */
  public static IssuerKeys start(TokenSettings settings, KeyFetchObserver observer) {
    KeySource source =
        switch (settings.keys()) {
          case TokenSettings.Keys.Discovered ignored ->
              new HttpKeys(settings.issuer(), null, ANSWER_PATIENCE);
          case TokenSettings.Keys.At at ->
              new HttpKeys(settings.issuer(), at.uri(), ANSWER_PATIENCE);
          case TokenSettings.Keys.In in -> new FileKeys(in.file());
        };
    IssuerKeys keys =
        new IssuerKeys(settings.issuer(), source, Times.of(settings), observer, System::nanoTime);
    keys.newer(null, START_PATIENCE);
    return keys;
  }

  /** Those that are good now; null if there are none, or they are too old. */
  @Nullable SigningKeys now() {
    Fetched fetched = last;
    return fetched == null || isTooOld(fetched) ? null : fetched.keys();
  }

  /**
   * Newer ones than those, or those that are good now if there are none: waits a bounded time for a
   * fetch, if one may be made.
   *
   * @param old what was looked at; null if there was nothing to look at
   */
  @Nullable SigningKeys newer(@Nullable SigningKeys old) {
    return newer(old, times.patience());
  }

  private @Nullable SigningKeys newer(@Nullable SigningKeys old, Duration patience) {
    SigningKeys now = now();
    if (now != old || !waiting.tryAcquire()) {
      return now;
    }
    try {
      soon().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.debug("The keys of {} take their time", issuer);
    } catch (ExecutionException e) {
      LOG.error("The keys of {} cannot be fetched", issuer, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      waiting.release();
    }
    return now();
  }

  /** Why there are no good keys, as a sentence; null if there are some. */
  public @Nullable String trouble() {
    return now() == null
        ? "The keys of the issuer " + issuer + " could not be fetched: " + failure
        : null;
  }

  /** How many keys are good now. */
  public int count() {
    SigningKeys keys = now();
    return keys == null ? 0 : keys.keys().size();
  }

  /** Since when the keys are as they are known, in seconds; NaN if none were ever fetched. */
  public double ageSeconds() {
    Fetched fetched = last;
    return fetched == null
        ? Double.NaN
        : (double) (nanos.getAsLong() - fetched.at()) / TimeUnit.SECONDS.toNanos(1);
  }

  private boolean isTooOld(Fetched fetched) {
    return nanos.getAsLong() - fetched.at() > times.outage().toNanos();
  }

  /** The fetch that is under way, or a new one; or none, if there were too many. */
  private synchronized CompletableFuture<@Nullable Void> soon() {
    if (running.isDone() && !closed && asked.take(ALL) == 0) {
      running = CompletableFuture.runAsync(this::fetch, thread);
    }
    return running;
  }

  private void fetch() {
    boolean good = false;
    try {
      fetched(source.fetch());
      good = true;
    } catch (KeysException e) {
      failed(e);
    } catch (InterruptedException e) {
      LOG.debug("The keys of {} are not needed any more", issuer);
    } finally {
      observer.fetched(good);
      later(good ? times.refresh() : times.retry());
    }
  }

  private void fetched(SigningKeys keys) {
    Fetched before = last;
    last = new Fetched(keys, nanos.getAsLong());
    if (before == null || failing || !before.keys().names().equals(keys.names())) {
      LOG.info("Fetched the keys of the issuer {}: {}", issuer, keys.names());
      keys.unused().forEach(each -> LOG.warn("Not used, of the issuer {}: {}", issuer, each));
    }
    failing = false;
    toldOfEnd = false;
  }

  private void failed(KeysException problem) {
    failure = String.valueOf(problem.getMessage());
    Fetched fetched = last;
    if (!failing) {
      LOG.warn(
          "The keys of the issuer {} could not be fetched, and will be tried again: {}. {}",
          issuer,
          failure,
          fetched == null
              ? "Until then tokens are not taken."
              : "Those that were fetched before are good for "
                  + times.outage().toMinutes()
                  + " minutes from then on.");
    }
    failing = true;
    if (fetched != null && isTooOld(fetched) && !toldOfEnd) {
      toldOfEnd = true;
      LOG.error("The keys of the issuer {} are too old: tokens are not taken any more", issuer);
    }
  }

  private synchronized void later(Duration wait) {
    if (next != null) {
      next.cancel(false);
    }
    if (!closed) {
      next = thread.schedule(this::again, wait.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Whatever was asked for in between, this one is made. */
  private synchronized void again() {
    if (running.isDone() && !closed) {
      running = CompletableFuture.runAsync(this::fetch, thread);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    thread.shutdownNow();
    source.close();
  }
}
