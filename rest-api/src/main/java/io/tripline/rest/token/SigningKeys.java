package io.tripline.rest.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The public keys of an issuer (JSON Web Key Set, RFC 7517). Immutable.
 *
 * @param unused why others that were published for signatures cannot be used
 */
record SigningKeys(List<SigningKey> keys, List<String> unused) {
  /** The most keys that one set may have. */
  static final int MOST = 100;

  SigningKeys {
    keys = List.copyOf(keys);
    unused = List.copyOf(unused);
  }

  /**
   * Reads a set. Keys of other kinds may stand beside those that can be used.
   *
   * @throws KeysException if it is none, or none of its keys can be used
   */
  static SigningKeys read(byte[] json) throws KeysException {
    List<SigningKey> keys = new ArrayList<>();
    List<String> unused = new ArrayList<>();
    Object[] published = published(json);
    if (published.length > MOST) {
      throw new KeysException("it has more than " + MOST + " keys");
    }
    for (int i = 0; i < published.length; i++) {
      try {
        JWK key = JWK.parse(members(published[i]));
        if (SigningKey.isOne(key)) {
          keys.add(SigningKey.of(key));
        }
      } catch (ParseException | JOSEException | RuntimeException e) {
        unused.add("key " + (i + 1) + ": " + Quoted.of(e.getMessage()));
      }
    }
    if (keys.isEmpty()) {
      throw new KeysException(
          "it has no key that can be used" + (unused.isEmpty() ? "" : "; " + unused.getFirst()));
    }
    return new SigningKeys(keys, unused);
  }

  private static Object[] published(byte[] json) throws KeysException {
    Map<String, Object> set = object(json);
    if (set.get("keys") instanceof List<?> list) {
      return list.toArray();
    }
    throw new KeysException("it is no JSON Web Key Set: it has no list of keys");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> members(Object key) throws ParseException {
    if (key instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new ParseException("it is no object", 0);
  }

  /**
   * Reads an object.
   *
   * @throws KeysException if it is none
   */
  static Map<String, Object> object(byte[] json) throws KeysException {
    try {
      return JSONObjectUtils.parse(new String(json, StandardCharsets.UTF_8));
    } catch (ParseException | RuntimeException e) {
      throw new KeysException("it is no JSON object", e);
    }
  }

  /** Those that a token may be signed with. */
  List<SigningKey> suiting(JWSHeader header) {
    return keys.stream().filter(each -> each.suits(header)).toList();
  }

  /** Their names, for people. */
  List<String> names() {
    return keys.stream().map(SigningKey::name).sorted().toList();
  }
}
