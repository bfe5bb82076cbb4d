package io.tripline.ingest.json;

import static io.tripline.ingest.TestTypes.everyType;

import io.tripline.dsl.ir.EventType;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The quick way makes of a record what the careful way makes of it. */
final class PlainRecordsPropertyTest {
  // jqwik makes an instance for each try.
  private static final BothWays BOTH_WAYS = new BothWays();

  @Property(tries = 1_500)
  void bothWaysAgree(@ForAll long seed, @ForAll @IntRange(max = 3) int edits) {
    Random random = new Random(seed);
    EventType type = random.nextInt(4) == 0 ? BothWays.OTHER : everyType();
    byte[] bytes = new RandomEvents(seed).next(type).json().getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < edits; i++) {
      bytes = Mutations.mutate(bytes, random);
    }
    BOTH_WAYS.agree(bytes);
  }

  /** Plain to begin with, so that each change is met by the quick way. */
  @Property(tries = 3_000)
  void bothWaysAgreeOnWhatIsNearlyPlain(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 2) int edits) {
    Random random = new Random(seed);
    byte[] bytes = PlainRecordsTest.PLAIN.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < edits; i++) {
      bytes = Mutations.mutate(bytes, random);
    }
    BOTH_WAYS.agree(bytes);
  }
}
