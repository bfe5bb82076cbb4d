package io.tripline.rest.security;

/** Knows callers by what they choose to show: an API key, or a token. Thread-safe. */
public final class KeyOrTokenAuthenticator implements Authenticator {
  private final Authenticator keys;
  private final Authenticator tokens;

  public KeyOrTokenAuthenticator(Authenticator keys, Authenticator tokens) {
    this.keys = keys;
    this.tokens = tokens;
  }

  @Override
  public Finding check(String credential) {
    // No token begins so: its first letter would be that of an object in Base64, an "e".
    return KeyText.isLike(credential) ? keys.check(credential) : tokens.check(credential);
  }

  @Override
  public String asksFor() {
    return keys.asksFor() + " or " + tokens.asksFor();
  }
}
