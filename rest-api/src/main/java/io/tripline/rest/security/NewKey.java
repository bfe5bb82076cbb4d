package io.tripline.rest.security;

import io.tripline.state.ApiKey;
import io.tripline.state.ApiKeys;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A key that somebody wants to have, with what is asked for checked.
 *
 * @param name 1 to {@value #LONGEST_NAME} characters
 * @param scopes at least one
 * @param expiresAt ms since 1970; {@link ApiKey#NEVER}
 */
public record NewKey(String name, Set<Scope> scopes, long expiresAt) {
  public static final int LONGEST_NAME = 100;

  /** What is wrong with what was asked for. */
  public static final class WrongException extends RuntimeException {
    private final String part;

    WrongException(String part, String what) {
      super(what);
      this.part = part;
    }

    /** Which part: name, scopes or expires_at. */
    public String part() {
      return part;
    }
  }

  /**
   * Checks it.
   *
   * @param now ms since 1970
   * @throws WrongException if it cannot be had, with words such as "must be …"
   */
  public static NewKey checked(String name, Collection<String> scopes, long expiresAt, long now) {
    if (name.isBlank()
        || name.length() > LONGEST_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new WrongException(
          "name", "must have 1 to " + LONGEST_NAME + " characters, and no line breaks");
    }
    Set<Scope> known = EnumSet.noneOf(Scope.class);
    for (String each : scopes) {
      known.add(Scope.given(each).orElseThrow(NewKey::wrongScopes));
    }
    if (known.isEmpty()) {
      throw wrongScopes();
    }
    if (expiresAt != ApiKey.NEVER && expiresAt <= now) {
      throw new WrongException("expires_at", "must not be over already");
    }
    return new NewKey(name, known, expiresAt);
  }

  private static WrongException wrongScopes() {
    return new WrongException(
        "scopes", "must be one or more of " + String.join(", ", Scope.names()));
  }

  /** A key that is stored. */
  public record Added(ApiKey key, String text) {}

  /**
   * Makes it, and stores all of it that is stored.
   *
   * @param now ms since 1970
   * @param by who wants to have it
   * @return empty if there are as many keys as there may be
   */
  public Optional<Added> addTo(ApiKeys keys, SecureRandom random, long now, String by) {
    KeyText.Made made = KeyText.make(random);
    List<String> names = scopes.stream().map(Scope::text).toList();
    ApiKey key = ApiKey.made(made.key().id(), name, made.key().digest(), names, now, by, expiresAt);
    return keys.add(key) ? Optional.of(new Added(key, made.text())) : Optional.empty();
  }
}
