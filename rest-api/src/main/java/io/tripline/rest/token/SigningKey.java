package io.tripline.rest.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A public key of an issuer that tokens can be checked with. Immutable. */
final class SigningKey {
  private static final int LEAST_RSA_BITS = 2048;

  private static final Set<JWSAlgorithm> OF_RSA =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512);

  private static final Map<Curve, JWSAlgorithm> OF_CURVES =
      Map.of(
          Curve.P_256, JWSAlgorithm.ES256,
          Curve.P_384, JWSAlgorithm.ES384,
          Curve.P_521, JWSAlgorithm.ES512);

  private static final Set<JWSAlgorithm> OF_ED25519 =
      Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

  /** All that tokens may be signed with: by a private key each, which no one but the issuer has. */
  static final Set<JWSAlgorithm> ALGORITHMS =
      Stream.of(OF_RSA, OF_CURVES.values(), OF_ED25519)
          .flatMap(java.util.Collection::stream)
          .collect(Collectors.toUnmodifiableSet());

  private final @Nullable String id;
  private final Set<JWSAlgorithm> algorithms;
  private final JWSVerifier verifier;

  private SigningKey(@Nullable String id, Set<JWSAlgorithm> algorithms, JWSVerifier verifier) {
    this.id = id;
    this.algorithms = algorithms;
    this.verifier = verifier;
  }

  /** Whether a published key is for signatures at all; issuers have others for encryption, too. */
  static boolean isOne(JWK key) {
    boolean signs = key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE);
    return signs
        && (key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY));
  }

  /**
   * A key as it is published.
   *
   * @throws JOSEException if no token may be checked with it; the message says why
   */
  static SigningKey of(JWK key) throws JOSEException {
    return switch (key) {
      case RSAKey rsa -> ofRsa(rsa);
      case ECKey ec -> ofCurve(ec);
      case OctetKeyPair pair -> ofEd25519(pair);
      default -> throw new JOSEException("it is of the kind " + key.getKeyType());
    };
  }

  private static SigningKey ofRsa(RSAKey key) throws JOSEException {
    if (key.size() < LEAST_RSA_BITS) {
      throw new JOSEException(
          "RSA keys need " + LEAST_RSA_BITS + " bits, and it has " + key.size());
    }
    return new SigningKey(
        key.getKeyID(), only(key, OF_RSA), new RSASSAVerifier(key.toRSAPublicKey()));
  }

  private static SigningKey ofCurve(ECKey key) throws JOSEException {
    JWSAlgorithm algorithm = OF_CURVES.get(key.getCurve());
    if (algorithm == null) {
      throw new JOSEException("it is on the curve " + key.getCurve());
    }
    return new SigningKey(
        key.getKeyID(), only(key, Set.of(algorithm)), new ECDSAVerifier(key.toECPublicKey()));
  }

  private static SigningKey ofEd25519(OctetKeyPair key) throws JOSEException {
    if (!key.getCurve().equals(Curve.Ed25519)) {
      throw new JOSEException("it is on the curve " + key.getCurve());
    }
    return new SigningKey(
        key.getKeyID(), only(key, OF_ED25519), new JdkEd25519Verifier(key.getDecodedX()));
  }

  /** Those of some algorithms that a key is for: it may say that it is for one alone. */
  private static Set<JWSAlgorithm> only(JWK key, Set<JWSAlgorithm> able) throws JOSEException {
    if (key.getAlgorithm() == null) {
      return able;
    }
    JWSAlgorithm one = JWSAlgorithm.parse(key.getAlgorithm().getName());
    if (!able.contains(one)) {
      throw new JOSEException("it is for the algorithm " + one);
    }
    // One algorithm with two names.
    return OF_ED25519.contains(one) ? OF_ED25519 : Set.of(one);
  }

  /** Whether a token may be signed with it: it has the name that is given, if one is. */
  boolean suits(JWSHeader header) {
    return algorithms.contains(header.getAlgorithm())
        && (header.getKeyID() == null || header.getKeyID().equals(id));
  }

  /** Whether a token that it suits is signed with it. */
  boolean hasSigned(JWSObject token) {
    try {
      return verifier.verify(token.getHeader(), token.getSigningInput(), token.getSignature());
    } catch (JOSEException e) {
      return false; // a signature of another form than the algorithm's
    }
  }

  /** For people, and to tell that keys have changed. */
  String name() {
    return id == null ? "without a name" : Quoted.of(id);
  }
}
