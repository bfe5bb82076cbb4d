package io.tripline.rest.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Set;

/** Checks signatures with Java's own Ed25519 (RFC 8037). Thread-safe. */
final class JdkEd25519Verifier implements JWSVerifier {
  private static final String NAME = "Ed25519";
  private static final int KEY_BYTES = 32;
  private static final int SIGN_BIT = 0x80;

  private final PublicKey key;
  private final JCAContext context = new JCAContext();

  /**
   * @param encoded as RFC 8032, section 5.1.2, has it: the number y, its lowest byte first, and in
   *     the highest bit whether x is odd
   * @throws JOSEException if it is no such key
   */
  JdkEd25519Verifier(byte[] encoded) throws JOSEException {
    if (encoded.length != KEY_BYTES) {
      throw new JOSEException("its public key has not " + KEY_BYTES + " bytes");
    }
    byte[] number = new byte[KEY_BYTES];
    for (int i = 0; i < KEY_BYTES; i++) {
      number[i] = encoded[KEY_BYTES - 1 - i];
    }
    boolean odd = (number[0] & SIGN_BIT) != 0;
    number[0] = (byte) (number[0] & ~SIGN_BIT);
    EdECPoint point = new EdECPoint(odd, new BigInteger(1, number));
    try {
      this.key =
          KeyFactory.getInstance(NAME)
              .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    } catch (GeneralSecurityException e) {
      throw new JOSEException("it is no point of the curve", e);
    }
  }

  @Override
  public boolean verify(JWSHeader header, byte[] input, Base64URL signature) throws JOSEException {
    try {
      Signature check = Signature.getInstance(NAME);
      check.initVerify(key);
      check.update(input);
      return check.verify(signature.decode());
    } catch (SignatureException e) {
      return false; // not of the length of one
    } catch (GeneralSecurityException e) {
      throw new JOSEException(e.getMessage(), e);
    }
  }

  @Override
  public Set<JWSAlgorithm> supportedJWSAlgorithms() {
    return Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);
  }

  @Override
  public JCAContext getJCAContext() {
    return context;
  }
}
