package io.tripline.rest.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tripline.rest.security.TokenSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When an issuer's keys are fetched, and how long they are good. */
final class IssuerKeysTest {
  private static final Duration NEVER = Duration.ofDays(1);

  private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
  private final List<Boolean> told = Collections.synchronizedList(new ArrayList<>());
  private final Source source = new Source();
  private IssuerKeys keys;
  @TempDir private Path folder;

  /** Answers what a test says. */
  private static final class Source implements KeySource {
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String names = "";
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile boolean closed;

    @Override
    public SigningKeys fetch() throws KeysException, InterruptedException {
      asked.incrementAndGet();
      gate.await();
      if (names.isEmpty()) {
        throw new KeysException("there is nobody");
      }
      return SigningKeys.read(
          TestIssuer.set(TestIssuer.rsa(names).toPublicJWK())
              .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public String place() {
      return "a test";
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @AfterEach
  void stop() {
    if (keys != null) {
      keys.close();
    }
  }

  private void make(Duration refresh, Duration retry, Duration patience, int waiting) {
    IssuerKeys.Times times =
        new IssuerKeys.Times(
            refresh, retry, Duration.ofSeconds(10), 2, patience, waiting, Duration.ofHours(1));
    keys = new IssuerKeys("https://issuer", source, times, told::add, nanos::get);
  }

  private void make() {
    make(NEVER, NEVER, Duration.ofSeconds(30), 8);
  }

  private static List<String> names(SigningKeys keys) {
    return keys == null ? List.of() : keys.names();
  }

  @Test
  void whoeverAsksForNewerOnesGetsThemButNotAsOftenAsTheyAsk() {
    make();
    source.names = "one";
    SigningKeys first = keys.newer(null);
    assertThat(names(first)).containsExactly("one");
    assertThat(keys.newer(null)).as("those that are there").isSameAs(first);
    assertThat(source.asked).hasValue(1);

    source.names = "two";
    SigningKeys second = keys.newer(first);
    assertThat(names(second)).containsExactly("two");
    source.names = "three";
    for (int i = 0; i < 100; i++) {
      assertThat(keys.newer(second)).isSameAs(second);
    }
    assertThat(source.asked).as("two at once, then one in ten seconds").hasValue(2);
    nanos.addAndGet(Duration.ofSeconds(9).toNanos());
    keys.newer(second);
    assertThat(source.asked).hasValue(2);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(names(keys.newer(second))).containsExactly("three");
    assertThat(source.asked).hasValue(3);
    assertThat(told).containsExactly(true, true, true);
  }

  @Test
  void keysAreGoodForABoundedTimeWhileTheIssuerIsDown() {
    make();
    source.names = "one";
    SigningKeys first = keys.newer(null);
    assertThat(keys.ageSeconds()).isZero();
    source.names = "";
    nanos.addAndGet(Duration.ofMinutes(60).toNanos());
    assertThat(keys.newer(first)).isSameAs(first);
    assertThat(keys.trouble()).isNull();
    assertThat(keys.ageSeconds()).isEqualTo(3_600);
    nanos.addAndGet(1);
    assertThat(keys.now()).isNull();
    assertThat(keys.count()).isZero();
    assertThat(keys.trouble())
        .isEqualTo("The keys of the issuer https://issuer could not be fetched: there is nobody");
    source.names = "two";
    assertThat(names(keys.newer(null))).containsExactly("two");
    assertThat(keys.trouble()).isNull();
    assertThat(keys.count()).isOne();
    assertThat(told).containsExactly(true, false, true);
  }

  @Test
  void itIsTriedAgainUntilTheIssuerIsThere() {
    make(NEVER, Duration.ofMillis(20), Duration.ofSeconds(30), 8);
    assertThat(keys.newer(null)).isNull();
    assertThat(keys.ageSeconds()).isNaN();
    assertThat(keys.trouble()).contains("there is nobody");
    await().until(() -> source.asked.get() > 3);
    source.names = "one";
    await().until(() -> keys.now() != null);
    int asked = source.asked.get();
    assertThat(told).hasSizeBetween(asked - 1, asked);
  }

  @Test
  void keysAreFetchedAnewWithoutBeingAskedFor() {
    make(Duration.ofMillis(20), NEVER, Duration.ofSeconds(30), 8);
    source.names = "one";
    keys.newer(null);
    source.names = "two";
    await().until(() -> names(keys.now()).contains("two"));
  }

  @Test
  void nobodyWaitsLongForASlowIssuerAndFewAtATime() throws InterruptedException {
    make(NEVER, NEVER, Duration.ofMillis(50), 1);
    source.names = "one";
    source.gate = new CountDownLatch(1);
    assertThat(keys.newer(null)).as("after a while").isNull();
    assertThat(keys.newer(null)).as("the same fetch").isNull();
    assertThat(source.asked).hasValue(1);
    source.gate.countDown();
    await().until(() -> keys.now() != null);
    keys.close();

    make(NEVER, NEVER, Duration.ofMinutes(10), 1);
    source.gate = new CountDownLatch(1);
    Thread waits = Thread.ofVirtual().start(() -> keys.newer(null));
    await().until(() -> source.asked.get() == 2);
    await().until(() -> waits.getState() == Thread.State.TIMED_WAITING);
    assertThat(keys.newer(null)).as("without waiting").isNull();
    source.gate.countDown();
    waits.join();
    assertThat(keys.now()).isNotNull();
  }

  @Test
  void closingEndsAFetch() {
    make(NEVER, NEVER, Duration.ofMillis(1), 1);
    source.gate = new CountDownLatch(1);
    keys.newer(null);
    await().until(() -> source.asked.get() == 1);
    keys.close();
    assertThat(source.closed).isTrue();
    assertThat(keys.newer(null)).isNull();
  }

  @Test
  void keysOfAFileAreReadAgain() throws IOException {
    Path file = Files.writeString(folder.resolve("keys.json"), set("one"));
    keys = inFile(file);
    SigningKeys first = keys.now();
    assertThat(names(first)).containsExactly("one");
    Files.writeString(file, set("two"));
    SigningKeys second = keys.newer(first);
    assertThat(names(second)).containsExactly("two");
    Files.writeString(file, "{\"keys\":");
    assertThat(names(keys.newer(second))).containsExactly("two");
    assertThat(told).containsExactly(true, true, false);
  }

  @Test
  void aFileThatIsNotThereOrMuchTooLong() throws IOException {
    keys = inFile(folder.resolve("none"));
    assertThat(keys.trouble()).contains("none: it cannot be read");
    keys.close();
    Path file = Files.writeString(folder.resolve("long"), " ".repeat(HttpKeys.MOST_BYTES + 1));
    keys = inFile(file);
    assertThat(keys.trouble()).contains("long: it is longer than 524288 bytes");
  }

  private static String set(String name) {
    return TestIssuer.set(TestIssuer.rsa(name).toPublicJWK());
  }

  private IssuerKeys inFile(Path file) {
    return IssuerKeys.start(
        TokenSettings.of("https://issuer", "us").withKeys(new TokenSettings.Keys.In(file)),
        told::add);
  }
}
