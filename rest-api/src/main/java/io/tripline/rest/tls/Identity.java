package io.tripline.rest.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate with those that vouch for it, and the key that goes with it. Immutable.
 *
 * @param chain the server's own certificate first
 */
record Identity(List<X509Certificate> chain, PrivateKey key) {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
  private static final String PKCS8 = "PRIVATE KEY";

  /**
   * Reads the contents of two files.
   *
   * @param files for messages
   * @throws TlsFilesException if they are not what they should be, or do not go together
   */
  static Identity read(TlsContents contents, io.tripline.rest.security.TlsFiles files)
      throws TlsFilesException {
    List<X509Certificate> chain = chain(contents.certificate(), files.certificate());
    PublicKey published = chain.getFirst().getPublicKey();
    PrivateKey key = key(contents.key(), published.getAlgorithm(), files.key());
    if (!isPair(published, key)) {
      throw new TlsFilesException(
          "The key in %s is not the one of the first certificate in %s."
              .formatted(files.key(), files.certificate()));
    }
    return new Identity(chain, key);
  }

  private static List<X509Certificate> chain(byte[] pem, Path file) throws TlsFilesException {
    List<X509Certificate> chain = new ArrayList<>();
    try {
      for (Certificate each :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))) {
        chain.add((X509Certificate) each);
      }
    } catch (CertificateException e) {
      throw none(file);
    }
    if (chain.isEmpty()) {
      throw none(file);
    }
    return chain;
  }

  private static TlsFilesException none(Path file) {
    return new TlsFilesException(
        "There is no certificate in " + file + ", or one that cannot be read; PEM is expected.");
  }

  private static PrivateKey key(byte[] pem, String algorithm, Path file) throws TlsFilesException {
    Matcher found = PEM.matcher(new String(pem, StandardCharsets.ISO_8859_1));
    if (!found.find()) {
      throw new TlsFilesException("There is no private key in " + file + "; PEM is expected.");
    }
    if (!found.group(1).equals(PKCS8)) {
      throw new TlsFilesException(
          "The key in %s is not in the form PKCS#8, or is encrypted. Make it so with: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW"
              .formatted(file));
    }
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(found.group(2));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Without the cause: it might quote the key.
      throw new TlsFilesException(
          "The key in %s cannot be read as one of %s, which the certificate is for."
              .formatted(file, algorithm));
    }
  }

  private static boolean isPair(PublicKey published, PrivateKey key) throws TlsFilesException {
    String algorithm =
        switch (published.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
          default ->
              throw new TlsFilesException(
                  "A certificate for "
                      + published.getAlgorithm()
                      + " cannot be used; RSA, EC and"
                      + " Ed25519 can.");
        };
    byte[] something = {1, 2, 3};
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(something);
      byte[] signed = signature.sign();
      signature.initVerify(published);
      signature.update(something);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** When its own certificate is good no more. */
  Instant expires() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  /** For the log. */
  String subject() {
    return chain.getFirst().getSubjectX500Principal().getName();
  }

  /** As Java's TLS takes it; the password protects nothing, but there must be one. */
  KeyStore keyStore(char[] password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", key, password, chain.toArray(Certificate[]::new));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e); // in memory, of what was read
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return subject();
  }
}
