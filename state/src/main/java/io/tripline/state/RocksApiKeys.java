package io.tripline.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The keys by their ids, all of them also in memory. */
final class RocksApiKeys implements ApiKeys {
  private static final int FORMAT = 1;

  private final Database db;
  private final Map<String, ApiKey> keys = new ConcurrentHashMap<>();

  RocksApiKeys(Database db) {
    this.db = db;
    db.scan(
        Family.API_KEYS,
        cursor -> {
          for (boolean there = cursor.first(); there; there = cursor.next()) {
            byte[] record = cursor.value();
            ApiKey key = db.decoding("a key", () -> decode(record));
            keys.put(key.id(), key);
          }
          return null;
        });
  }

  @Override
  public synchronized boolean add(ApiKey key) {
    if (keys.containsKey(key.id())) {
      throw new IllegalArgumentException("there is a key " + key.id());
    }
    ApiKey forgotten = keys.size() < MOST ? null : revokedFirst();
    if (forgotten == null && keys.size() >= MOST) {
      return false;
    }
    db.write(
        batch -> {
          if (forgotten != null) {
            batch.delete(Family.API_KEYS, Bytes.utf8(forgotten.id()));
          }
          put(batch, key);
        });
    if (forgotten != null) {
      keys.remove(forgotten.id());
    }
    keys.put(key.id(), key);
    return true;
  }

  private @Nullable ApiKey revokedFirst() {
    return keys.values().stream()
        .filter(ApiKey::isRevoked)
        .min(Comparator.comparingLong(ApiKey::revokedAt))
        .orElse(null);
  }

  @Override
  public @Nullable ApiKey find(String id) {
    db.checkOpen();
    return keys.get(id);
  }

  @Override
  public List<ApiKey> list() {
    db.checkOpen();
    List<ApiKey> list = new ArrayList<>(keys.values());
    list.sort(Comparator.comparingLong(ApiKey::createdAt).thenComparing(ApiKey::id));
    return list;
  }

  @Override
  public synchronized @Nullable ApiKey revoke(String id, long at) {
    ApiKey key = find(id);
    if (key == null || key.isRevoked()) {
      return key;
    }
    ApiKey revoked = key.revoked(at);
    db.write(batch -> put(batch, revoked));
    keys.put(id, revoked);
    return revoked;
  }

  @Override
  public void used(ApiKey key, long at) {
    if (at - key.usedAt() >= ApiKey.USE_GRAIN_MILLIS) {
      writeUse(key.id(), at);
    }
  }

  private synchronized void writeUse(String id, long at) {
    ApiKey key = keys.get(id);
    if (key != null && at - key.usedAt() >= ApiKey.USE_GRAIN_MILLIS) {
      ApiKey used = key.used(at);
      db.writeUnsynced(batch -> put(batch, used));
      keys.put(id, used);
    }
  }

  private static void put(Batch batch, ApiKey key) {
    batch.put(Family.API_KEYS, Bytes.utf8(key.id()), encode(key));
  }

  static byte[] encode(ApiKey key) {
    RecordWriter out =
        new RecordWriter()
            .u8(FORMAT)
            .text(key.id())
            .text(key.name())
            .bytes(key.digest())
            .i32(key.scopes().size());
    key.scopes().forEach(out::text);
    return out.i64(key.createdAt())
        .text(key.createdBy())
        .i64(key.expiresAt())
        .i64(key.revokedAt())
        .i64(key.usedAt())
        .done();
  }

  static ApiKey decode(byte[] record) {
    RecordReader in = new RecordReader(record);
    in.format(FORMAT);
    String id = in.text();
    String name = in.text();
    byte[] digest = in.bytes();
    List<String> scopes = new ArrayList<>();
    for (int i = in.count(4); i > 0; i--) {
      scopes.add(in.text());
    }
    ApiKey key =
        new ApiKey(id, name, digest, scopes, in.i64(), in.text(), in.i64(), in.i64(), in.i64());
    in.end();
    return key;
  }
}
