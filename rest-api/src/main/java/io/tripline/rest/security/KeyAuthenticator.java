package io.tripline.rest.security;

import io.tripline.rest.security.Authenticator.Finding.Known;
import io.tripline.rest.security.Authenticator.Finding.Refused;
import io.tripline.state.ApiKey;
import io.tripline.state.ApiKeys;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Knows callers by their API keys. That a key has expired is told only to whoever has it. */
public final class KeyAuthenticator implements Authenticator {
  private final ApiKeys keys;
  private final InstantSource clock;

  /** By the keys' ids: who has a key, and what it allows, never changes. */
  private final Map<String, Caller> callers = new ConcurrentHashMap<>();

  public KeyAuthenticator(ApiKeys keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public Finding check(String credential) {
    KeyText text = KeyText.read(credential);
    if (text == null) {
      return new Refused(Refusal.MALFORMED, "");
    }
    ApiKey key = keys.find(text.id());
    if (key == null || !key.hasDigest(text.digest())) {
      return new Refused(Refusal.UNKNOWN, text.id());
    }
    long now = clock.millis();
    if (key.isRevoked()) {
      return new Refused(Refusal.REVOKED, key.id());
    }
    if (key.isExpired(now)) {
      return new Refused(Refusal.EXPIRED, key.id());
    }
    keys.used(key, now);
    return new Known(caller(key));
  }

  @Override
  public String asksFor() {
    return "key";
  }

  private Caller caller(ApiKey key) {
    Caller known = callers.get(key.id());
    if (known == null) {
      if (callers.size() > 2 * ApiKeys.MOST) {
        callers.clear(); // some of them are of keys that were forgotten
      }
      known = made(key);
      callers.put(key.id(), known);
    }
    return known;
  }

  private static Caller made(ApiKey key) {
    List<Scope> scopes = key.scopes().stream().flatMap(each -> Scope.given(each).stream()).toList();
    return Caller.of("key:" + key.id(), key.name(), scopes);
  }
}
