package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventView;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.port.Journal;
import io.tripline.engine.port.StorageException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An event is found by its number, whatever stands between the events. */
final class JournaledEventsTest {
  private static final byte[] NOTHING = {};

  /** A journal that counts the blocks that are read, and may have lost its beginning. */
  private static class Counting implements Journal {
    private final Journal journal;
    private long cut;
    private int reads;

    Counting(Journal journal) {
      this.journal = journal;
    }

    @Override
    public long lastSequence() {
      return journal.lastSequence();
    }

    @Override
    public void append(long first, long last, byte[] block, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void readWhile(long from, BlockWalker walker) {
      throw new UnsupportedOperationException("a scan");
    }

    @Override
    public @Nullable Block blockAt(long sequence) {
      reads++;
      return journal.blockAt(Math.max(cut, sequence));
    }
  }

  /** What a journal was made of: of each event its sequence. */
  private record Written(Counting journal, List<Long> sequences, List<Long> firsts) {}

  /**
   * A journal as an engine writes it, of a random mix of slots and block sizes.
   *
   * @param others of ten slots, how many hold an entry that is no event
   */
  private static Written write(Random random, int slots, int others) {
    MemoryStorage storage = MemoryStorage.keeping();
    JournalHandler handler = new JournalHandler(storage.journal(), 0, 0);
    List<Long> sequences = new ArrayList<>();
    Slot slot = new Slot(1);
    long sequence = 0;
    for (int i = 0; i < slots; i++) {
      boolean last = i == slots - 1 || random.nextInt(4) == 0;
      if (random.nextInt(10) < others) {
        EntryKind kind = random.nextInt(3) == 0 ? EntryKind.BARRIER : EntryKind.DEPLOY;
        slot.fill(kind, NOTHING, 0, 0, kind == EntryKind.BARRIER ? 0 : 1, null);
      } else {
        int count = 1 + random.nextInt(5);
        byte[] events = new byte[count * 12];
        for (int e = 0; e < count; e++) {
          Bytes.putInt(events, e * 12, 12);
          Bytes.putLong(events, e * 12 + 4, sequences.size() + 1L); // its number
          sequences.add(sequence + e);
        }
        slot.fill(EntryKind.EVENTS, events, 0, events.length, count, null);
      }
      handler.onSlot(slot, last);
      sequence += slot.count();
    }
    List<Long> firsts = new ArrayList<>();
    storage.journal().read(0, (first, block) -> firsts.add(first));
    return new Written(new Counting(storage.journal()), sequences, firsts);
  }

  private static void assertFound(JournaledEvents.@Nullable Event event, long number, long at) {
    assertThat(event).as("event %d", number).isNotNull();
    assertThat(event.number()).isEqualTo(number);
    assertThat(event.sequence()).isEqualTo(at);
    assertThat(event.bytes()).hasSize(12);
    assertThat(Bytes.getLong(event.bytes(), 4)).isEqualTo(number);
  }

  @Test
  void everyEventIsFoundInAnyOrderWithFewReads() {
    for (int others : new int[] {0, 1, 5}) {
      long seed = 40 + others;
      Random random = new Random(seed);
      Written written = write(random, 600, others);
      int events = written.sequences().size();
      JournaledEvents reader = new JournaledEvents(written.journal());
      for (int i = 0; i < events; i++) {
        long number = 1 + random.nextInt(events);
        written.journal().reads = 0;
        long at = written.sequences().get((int) number - 1);
        assertFound(reader.find(number), number, at);
        assertThat(written.journal().reads)
            .as("reads for event %d, seed %d", number, seed)
            .isLessThanOrEqualTo(others == 0 ? 1 : 8);
      }
      assertThat(reader.find(0)).isNull();
      assertThat(reader.find(-7)).isNull();
      assertThat(reader.find(events + 1L)).isNull();
      assertThat(reader.find(Long.MAX_VALUE)).isNull();
    }
  }

  @Test
  void eventsOfOneBlockCostOneRead() {
    Written written = write(new Random(7), 300, 1);
    JournaledEvents reader = new JournaledEvents(written.journal());
    for (int number = 1; number <= written.sequences().size(); number++) {
      assertFound(reader.find(number), number, written.sequences().get(number - 1));
    }
    assertThat(written.journal().reads).isLessThanOrEqualTo(written.firsts().size());
  }

  @Test
  void whatIsCutOffIsNotFoundAndTheRestStillIs() {
    Written written = write(new Random(8), 300, 4);
    for (long cut : written.firsts()) {
      written.journal().cut = cut;
      JournaledEvents reader = new JournaledEvents(written.journal());
      for (int number = 1; number <= written.sequences().size(); number++) {
        long at = written.sequences().get(number - 1);
        if (at < cut) {
          assertThat(reader.find(number)).as("event %d, cut at %d", number, cut).isNull();
        } else {
          assertFound(reader.find(number), number, at);
        }
      }
    }
  }

  @Test
  void blocksGoOnCountingAfterARestart() throws InterruptedException {
    MemoryStorage storage = MemoryStorage.keeping();
    List<TestEvent> events = TestEvent.stream(3, 60);
    for (int part = 0; part < 3; part++) {
      try (Engine engine = TestEngine.open(TestEngine.settings(1), storage)) {
        TestEngine.deploy(engine, "burst=" + (3 + part));
        TestEngine.feed(engine, events.subList(20 * part, 20 * part + 20), 3);
        engine.awaitProcessed();
        if (part == 1) {
          storage = storage.copy(); // a crash: the next one replays from the checkpoint before
        }
      }
    }
    JournaledEvents reader = new JournaledEvents(storage.journal());
    for (int number = 1; number <= 60; number++) {
      JournaledEvents.Event event = reader.find(number);
      assertThat(event).as("event %d", number).isNotNull();
      byte[] raw = new EventView().wrap(event.bytes(), 0).raw();
      assertThat(new String(raw, StandardCharsets.UTF_8))
          .isEqualTo(events.get(number - 1).toString());
    }
  }

  @Test
  void aDamagedBlockIsNamed() {
    Journal damaged =
        new Counting(MemoryStorage.keeping().journal()) {
          @Override
          public Block blockAt(long sequence) {
            return new Block(0, new byte[] {2, 0, 0, 0, 0, 0, 0});
          }
        };
    assertThatThrownBy(() -> new JournaledEvents(damaged).find(1))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("The journal block that begins at entry 0 is damaged.");
  }
}
