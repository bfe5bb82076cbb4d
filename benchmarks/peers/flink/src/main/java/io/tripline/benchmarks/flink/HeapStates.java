package io.tripline.benchmarks.flink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.AggregatingState;
import org.apache.flink.api.common.state.AggregatingStateDescriptor;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReducingState;
import org.apache.flink.api.common.state.ReducingStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Keyed state in plain maps, nothing serialized: the least that the NFA's shared buffer can be
 * given. It asks for maps only.
 */
final class HeapStates implements KeyedStateStore {
  private final List<Keyed<?, ?>> states = new ArrayList<>();

  /** Says whose state is meant from now on. */
  void key(String key) {
    for (Keyed<?, ?> state : states) {
      state.key(key);
    }
  }

  @Override
  public <K, V> MapState<K, V> getMapState(MapStateDescriptor<K, V> descriptor) {
    Keyed<K, V> state = new Keyed<>();
    states.add(state);
    return state;
  }

  @Override
  public <T> ValueState<T> getState(ValueStateDescriptor<T> descriptor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> ListState<T> getListState(ListStateDescriptor<T> descriptor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> ReducingState<T> getReducingState(ReducingStateDescriptor<T> descriptor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <I, A, O> AggregatingState<I, O> getAggregatingState(
      AggregatingStateDescriptor<I, A, O> descriptor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> org.apache.flink.api.common.state.v2.ValueState<T> getValueState(
      org.apache.flink.api.common.state.v2.ValueStateDescriptor<T> descriptor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> org.apache.flink.api.common.state.v2.ListState<T> getListState(
      org.apache.flink.api.common.state.v2.ListStateDescriptor<T> descriptor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <K, V> org.apache.flink.api.common.state.v2.MapState<K, V> getMapState(
      org.apache.flink.api.common.state.v2.MapStateDescriptor<K, V> descriptor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> org.apache.flink.api.common.state.v2.ReducingState<T> getReducingState(
      org.apache.flink.api.common.state.v2.ReducingStateDescriptor<T> descriptor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <I, A, O> org.apache.flink.api.common.state.v2.AggregatingState<I, O> getAggregatingState(
      org.apache.flink.api.common.state.v2.AggregatingStateDescriptor<I, A, O> descriptor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String getBackendTypeIdentifier() {
    return "hashmap";
  }

  private static final class Keyed<K, V> implements MapState<K, V> {
    private final Map<String, Map<K, V>> all = new HashMap<>();
    private Map<K, V> current = new HashMap<>();

    void key(String key) {
      current = all.computeIfAbsent(key, k -> new HashMap<>());
    }

    @Override
    public @Nullable V get(K key) {
      return current.get(key);
    }

    @Override
    public void put(K key, V value) {
      current.put(key, value);
    }

    @Override
    public void putAll(Map<K, V> map) {
      current.putAll(map);
    }

    @Override
    public void remove(K key) {
      current.remove(key);
    }

    @Override
    public boolean contains(K key) {
      return current.containsKey(key);
    }

    @Override
    public Iterable<Map.Entry<K, V>> entries() {
      return current.entrySet();
    }

    @Override
    public Iterable<K> keys() {
      return current.keySet();
    }

    @Override
    public Iterable<V> values() {
      return current.values();
    }

    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
      return current.entrySet().iterator();
    }

    @Override
    public boolean isEmpty() {
      return current.isEmpty();
    }

    @Override
    public void clear() {
      current.clear();
    }
  }
}
