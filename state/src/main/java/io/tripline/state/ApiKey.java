package io.tripline.state;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an API key. Not the key: only its digest, from which nobody can get it back.
 *
 * @param id part of the key, and its name where it is spoken of
 * @param name what it is for, for people
 * @param digest SHA-256 of the whole key, {@link #DIGEST_BYTES} bytes
 * @param scopes what it allows, by the names that the API has for them
 * @param createdAt ms since 1970
 * @param createdBy who made it
 * @param expiresAt ms since 1970, from which on it is not good any more; {@link #NEVER}
 * @param revokedAt ms since 1970; {@link #NEVER} if it is not
 * @param usedAt when it was last used, to within {@link #USE_GRAIN_MILLIS}; {@link #NEVER}
 */
public record ApiKey(
    String id,
    String name,
    byte[] digest,
    List<String> scopes,
    long createdAt,
    String createdBy,
    long expiresAt,
    long revokedAt,
    long usedAt) {
  public static final int DIGEST_BYTES = 32;

  /** In place of a time that does not come. */
  public static final long NEVER = 0;

  /** How exactly its last use is known: each use would otherwise be a write. */
  public static final long USE_GRAIN_MILLIS = 3_600_000;

  public ApiKey {
    if (digest.length != DIGEST_BYTES) {
      throw new IllegalArgumentException("a digest has " + DIGEST_BYTES + " bytes");
    }
    digest = digest.clone();
    scopes = List.copyOf(scopes);
  }

  /** A key that was just made. */
  public static ApiKey made(
      String id,
      String name,
      byte[] digest,
      List<String> scopes,
      long at,
      String by,
      long expiresAt) {
    return new ApiKey(id, name, digest, scopes, at, by, expiresAt, NEVER, NEVER);
  }

  @Override
  public byte[] digest() {
    return digest.clone();
  }

  /** Whether it has this digest; takes as long whichever bytes differ. */
  public boolean hasDigest(byte[] other) {
    return java.security.MessageDigest.isEqual(digest, other);
  }

  public boolean isRevoked() {
    return revokedAt != NEVER;
  }

  public boolean isExpired(long now) {
    return expiresAt != NEVER && now >= expiresAt;
  }

  /** This key, not good any more. */
  public ApiKey revoked(long at) {
    return new ApiKey(id, name, digest, scopes, createdAt, createdBy, expiresAt, at, usedAt);
  }

  /** This key, used. */
  public ApiKey used(long at) {
    return new ApiKey(id, name, digest, scopes, createdAt, createdBy, expiresAt, revokedAt, at);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ApiKey that
        && id.equals(that.id)
        && name.equals(that.name)
        && Arrays.equals(digest, that.digest)
        && scopes.equals(that.scopes)
        && createdAt == that.createdAt
        && createdBy.equals(that.createdBy)
        && expiresAt == that.expiresAt
        && revokedAt == that.revokedAt
        && usedAt == that.usedAt;
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /** Without the digest: it would be in logs. */
  @Override
  public String toString() {
    return "key " + id + " (" + name + ")";
  }
}
