package io.tripline.engine.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.event.Bytes;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StateHeapTest {
  private final StateHeap heap = new StateHeap();

  @Test
  void aBlockHasRoomForWhatWasAskedForAndWastesLittle() {
    for (int bytes = 1; bytes < 20_000; bytes++) {
      int block = heap.allocate(bytes);
      assertThat(block).isNotEqualTo(StateHeap.NONE);
      assertThat(heap.capacity(block)).isBetween(bytes, bytes + Math.max(7, bytes / 8 + 8));
      assertThat(heap.offset(block) % 8).isZero();
      assertThat(heap.offset(block) + heap.capacity(block))
          .isLessThanOrEqualTo(heap.page(block).length);
    }
  }

  @Test
  void whatIsFreedIsUsedAgain() {
    List<Integer> blocks = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 10_000; i++) {
        blocks.add(heap.allocate(72));
      }
      blocks.forEach(heap::free);
      blocks.clear();
      assertThat(heap.usedBytes()).isZero();
      assertThat(heap.blocks()).isZero();
      // Some pages are kept for the next need.
      assertThat(heap.heldBytes()).isLessThanOrEqualTo(16 * 65_536);
    }
  }

  @Test
  void aLargeBlockGivesItsMemoryBack() {
    int block = heap.allocate(10_000_000);
    assertThat(heap.heldBytes()).isEqualTo(10_000_000);
    heap.free(block);
    assertThat(heap.heldBytes()).isZero();
    assertThat(heap.allocate(10_000_000)).isEqualTo(block);
  }

  @Test
  void resizingKeepsWhatWasAskedFor() {
    int block = heap.allocate(24);
    Bytes.putLong(heap.page(block), heap.offset(block) + 16, 42);
    int grown = heap.resize(block, 3_000, 24);
    assertThat(Bytes.getLong(heap.page(grown), heap.offset(grown) + 16)).isEqualTo(42);
    assertThat(heap.resize(grown, 2_900, 24)).isEqualTo(grown);
    int shrunk = heap.resize(grown, 24, 24);
    assertThat(Bytes.getLong(heap.page(shrunk), heap.offset(shrunk) + 16)).isEqualTo(42);
    assertThat(heap.usedBytes()).isEqualTo(24);
    assertThat(heap.resize(StateHeap.NONE, 8, 0)).isNotEqualTo(StateHeap.NONE);
  }

  @Test
  void mistakesAreErrors() {
    assertThatThrownBy(() -> heap.allocate(0)).isInstanceOf(IllegalArgumentException.class);
    int block = heap.allocate(100_000);
    heap.free(block);
    assertThatThrownBy(() -> heap.free(block)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> heap.page(block)).isInstanceOf(IllegalStateException.class);
    heap.free(StateHeap.NONE);
  }

  /** Each block is filled with a number of its own, which nobody else may touch. */
  @Property(tries = 200)
  void blocksDoNotOverlap(
      @ForAll @Size(max = 400) List<@IntRange(min = -300, max = 20_000) Integer> steps) {
    List<int[]> live = new ArrayList<>();
    int number = 1;
    for (int step : steps) {
      if (step > 0) {
        int bytes = step % 3 == 0 ? step : step % 300 + 1;
        int block = heap.allocate(bytes);
        fill(block, bytes, number);
        live.add(new int[] {block, bytes, number++});
      } else if (!live.isEmpty()) {
        int[] one = live.remove(-step % live.size());
        check(one);
        heap.free(one[0]);
      }
    }
    long used = 0;
    for (int[] one : live) {
      check(one);
      used += heap.capacity(one[0]);
    }
    assertThat(heap.usedBytes()).isEqualTo(used);
    live.forEach(one -> heap.free(one[0]));
    assertThat(heap.usedBytes()).isZero();
  }

  private void fill(int block, int bytes, int number) {
    for (int i = 0; i < bytes; i++) {
      heap.page(block)[heap.offset(block) + i] = (byte) (number + i);
    }
  }

  private void check(int[] one) {
    for (int i = 0; i < one[1]; i++) {
      assertThat(heap.page(one[0])[heap.offset(one[0]) + i]).isEqualTo((byte) (one[2] + i));
    }
  }
}
