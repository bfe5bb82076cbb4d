package io.tripline.rest.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TokenBucketsTest {
  /** Near the end of what the clock can say: it may begin anywhere. */
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 500);

  private TokenBuckets buckets(int most) {
    return new TokenBuckets(100, 3, most, now::get);
  }

  @Test
  void soManyAtOnceAndThenAtTheRate() {
    TokenBuckets buckets = buckets(10);
    for (int i = 0; i < 3; i++) {
      assertThat(buckets.take("a")).isZero();
    }
    assertThat(buckets.take("a")).isEqualTo(100);
    now.addAndGet(40);
    assertThat(buckets.take("a")).isEqualTo(60);
    assertThat(buckets.take("b")).as("another caller").isZero();
    now.addAndGet(60);
    assertThat(buckets.take("a")).isZero();
    assertThat(buckets.take("a")).isEqualTo(100);
    now.addAndGet(10_000);
    for (int i = 0; i < 3; i++) {
      assertThat(buckets.take("a")).isZero();
    }
    assertThat(buckets.take("a")).as("no more than a burst is saved up").isEqualTo(100);
  }

  @Test
  void inTheLongRunTheRateIsKept() {
    TokenBuckets buckets = buckets(10);
    int taken = 0;
    for (int i = 0; i < 10_000; i++) {
      now.addAndGet(7);
      taken += buckets.take("a") == 0 ? 1 : 0;
    }
    assertThat(taken).isBetween(700, 703);
  }

  @Test
  void callersBeyondTheBoundHaveOneBucketTogether() {
    TokenBuckets buckets = buckets(2);
    buckets.take("a");
    buckets.take("b");
    for (int i = 0; i < 3; i++) {
      assertThat(buckets.take("c" + i)).isZero();
    }
    assertThat(buckets.take("d")).isEqualTo(100);
    assertThat(buckets.take("a")).as("one that has its own").isZero();
    assertThat(buckets.size()).isEqualTo(2);
    now.addAndGet(2_000_000_000);
    assertThat(buckets.take("d")).as("those that are full again make room").isZero();
    assertThat(buckets.size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "[2001:db8:1:2:3:4:5:6], 2001:db8:1:2::/64",
    "2001:db8:1:2:ffff:0:0:1%eth0, 2001:db8:1:2::/64",
    "[0:0:0:0:0:0:0:1], 0:0:0:0::/64"
  })
  void anAddressStandsForThoseThatOneCallerCanHave(String address, String group) {
    assertThat(Addresses.group(address)).isEqualTo(group);
  }
}
