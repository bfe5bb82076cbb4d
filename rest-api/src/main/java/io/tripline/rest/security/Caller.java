package io.tripline.rest.security;

import io.javalin.http.Context;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request, and what they may. Immutable.
 *
 * @param id tells callers apart, and stays the same: {@code key:} and a key's id, {@code oidc:} and
 *     what a token calls its subject, {@code local} where nobody is asked
 * @param name for people; may be another one's, too
 * @param scopes with all that they include
 */
public record Caller(String id, String name, Set<Scope> scopes) {
  /** Whoever calls a server that asks nobody. */
  public static final Caller LOCAL = of("local", "", Set.of(Scope.ADMIN, Scope.PII));

  /** Whoever calls what needs no key, and gives none. */
  public static final Caller UNKNOWN = of("unknown", "", Set.of());

  private static final String OF_TOKEN = "oidc:";
  private static final String ATTRIBUTE = Caller.class.getName();

  public Caller {
    scopes = Collections.unmodifiableSet(scopes);
  }

  /**
   * @param given without what they include
   */
  public static Caller of(String id, String name, Collection<Scope> given) {
    Set<Scope> all = EnumSet.of(Scope.NONE);
    given.forEach(each -> all.addAll(each.included()));
    return new Caller(id, name, all);
  }

  /**
   * Whoever a token is of.
   *
   * @param subject without spaces, so that nothing can stand behind it as if it were said of it
   */
  public static Caller ofToken(String subject, Collection<Scope> given) {
    return of(OF_TOKEN + subject, "", given);
  }

  /** What the caller has shown, for sentences. */
  String shown() {
    return id.startsWith(OF_TOKEN) ? "token" : "key";
  }

  public boolean may(Scope scope) {
    return scopes.contains(scope);
  }

  /** For people. */
  public String text() {
    return name.isEmpty() ? id : id + " (" + name + ")";
  }

  /**
   * Who is said to have done something: where callers are asked who they are, this one, whatever
   * else they say; else what they say.
   *
   * @param said a name that the request gives, or an empty text
   */
  public String by(String said) {
    if (this == LOCAL) {
      return said;
    }
    return said.isEmpty() ? id : id + " (" + said + ")";
  }

  /** Lets handlers know who asks. */
  void isOf(Context ctx) {
    ctx.attribute(ATTRIBUTE, this);
  }

  /** Who has made a request that was let through. */
  public static Caller of(Context ctx) {
    @Nullable Caller caller = ctx.attribute(ATTRIBUTE);
    if (caller == null) {
      throw new IllegalStateException("the request was not let through");
    }
    return caller;
  }
}
