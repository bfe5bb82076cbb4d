package io.tripline.rest.json;

import io.tripline.rest.endpoint.Meaning;
import io.tripline.state.ApiKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is told of an API key. */
public record KeyForm(
    String id,
    String name,
    List<String> scopes,
    Instant createdAt,
    String createdBy,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt,
    @Meaning("To within an hour; null if never.") @Nullable Instant lastUsedAt) {

  public static KeyForm of(ApiKey key) {
    return new KeyForm(
        key.id(),
        key.name(),
        key.scopes(),
        Instant.ofEpochMilli(key.createdAt()),
        key.createdBy(),
        time(key.expiresAt()),
        time(key.revokedAt()),
        time(key.usedAt()));
  }

  /** A time as it is told: null in place of {@link ApiKey#NEVER}. */
  public static @Nullable Instant time(long millis) {
    return millis == ApiKey.NEVER ? null : Instant.ofEpochMilli(millis);
  }
}
