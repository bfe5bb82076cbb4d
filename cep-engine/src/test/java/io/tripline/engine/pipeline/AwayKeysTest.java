package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class AwayKeysTest {
  private static final int KEYS = 100_000;

  private static long[] random(long seed, int count) {
    return new SplittableRandom(seed).longs(count).toArray();
  }

  private static double share(AwayKeys away, long[] of) {
    return (double) LongStream.of(of).filter(away::mayHave).count() / of.length;
  }

  @Test
  void takesNothingBeforeThereIsAKey() {
    AwayKeys away = new AwayKeys(1 << 20);
    assertThat(away.bytes()).isZero();
    assertThat(away.mayHave(7)).isFalse();
    away.add(7);
    assertThat(away.mayHave(7)).isTrue();
    assertThat(away.bytes()).isEqualTo(1 << 20);
  }

  @Test
  void keysThatAreThereAreNeverMissedAndFewOthersTakenForThem() {
    AwayKeys away = new AwayKeys(128 * 1024); // ten bits a key
    long[] there = random(1, KEYS);
    for (long key : there) {
      away.add(key);
    }
    assertThat(share(away, there)).isEqualTo(1);
    assertThat(share(away, random(2, KEYS))).isLessThan(0.03);
  }

  /** As hashes of one worker of many are, or those of a weak function. */
  @Test
  void hashesThatAreAlikeFillNotOnePlaceAlone() {
    AwayKeys away = new AwayKeys(128 * 1024);
    LongStream.range(0, KEYS).map(i -> i << 12).forEach(away::add);
    long wrong = LongStream.range(KEYS, 2 * KEYS).map(i -> i << 12).filter(away::mayHave).count();
    assertThat(wrong).isLessThan(KEYS * 3 / 100);
  }

  @Test
  void tooManyKeysMakeItUselessNotWrong() {
    AwayKeys away = new AwayKeys(1);
    assertThat(away.isRatherFull()).isFalse();
    long[] there = random(3, 10_000);
    for (long key : there) {
      away.add(key);
    }
    assertThat(share(away, there)).isEqualTo(1);
    assertThat(away.isRatherFull()).isTrue();
    assertThat(away.bytes()).isEqualTo(128);
  }

  @Test
  void aRenewalForgetsKeysThatAreGone() {
    AwayKeys away = new AwayKeys(128 * 1024);
    long[] gone = random(4, 2 * KEYS);
    for (long key : gone) {
      away.add(key);
    }
    assertThat(away.isRatherFull()).isTrue();
    away.renew();
    assertThat(away.isRatherFull()).as("it is being done").isFalse();
    long[] stored = random(5, 1_000);
    long[] added = random(6, 1_000);
    for (int i = 0; i < 1_000; i++) {
      away.stored(stored[i]);
      away.add(added[i]);
      assertThat(away.mayHave(added[i])).isTrue();
    }
    assertThat(share(away, gone)).as("until all were looked at").isEqualTo(1);
    away.renewed();
    assertThat(share(away, stored)).isEqualTo(1);
    assertThat(share(away, added)).isEqualTo(1);
    assertThat(share(away, gone)).isLessThan(0.001);
    assertThat(away.isRatherFull()).isFalse();
  }

  /** The store has a key before it is put away; meanwhile another thread renews without end. */
  @Test
  void aRenewalMissesNothingThatIsAddedMeanwhile() throws InterruptedException {
    AwayKeys away = new AwayKeys(16 * 1024);
    long[] keys = random(7, KEYS);
    AtomicInteger inStore = new AtomicInteger();
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger renewals = new AtomicInteger();
    Thread sweep =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!done.get()) {
                    away.renew();
                    int end = inStore.get();
                    for (int i = 0; i < end; i++) {
                      away.stored(keys[i]);
                    }
                    away.renewed();
                    renewals.incrementAndGet();
                  }
                });
    for (int i = 0; i < KEYS; i++) {
      inStore.set(i + 1);
      away.add(keys[i]);
      for (int back = 0; back < 100 && back <= i; back++) {
        assertThat(away.mayHave(keys[i - back])).isTrue();
      }
    }
    done.set(true);
    sweep.join();
    assertThat(renewals.get()).isPositive();
    assertThat(share(away, keys)).isEqualTo(1);
  }
}
