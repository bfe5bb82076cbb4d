package io.tripline.rest.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Signs tokens, and publishes its keys on a port of this machine, well or badly. */
public final class TestIssuer implements AutoCloseable {
  public static final String AUDIENCE = "tripline";

  /** Made once: a pair of RSA takes its time. */
  private static final Map<String, JWK> KEYS = new ConcurrentHashMap<>();

  private final HttpServer server;
  private final int port;
  private final Map<String, KeyPair> edwards = new HashMap<>();
  private volatile String published = "";
  private volatile String document;
  private volatile int status = 200;
  private volatile CountDownLatch gate = new CountDownLatch(0);
  public final AtomicInteger asked = new AtomicInteger();

  public TestIssuer(JWK... keys) {
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.port = server.getAddress().getPort();
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/bank/.well-known/openid-configuration", exchange -> answer(exchange, document));
    server.createContext("/bank/keys", this::keys);
    server.createContext("/bank/moved", this::moved);
    server.start();
    document = documentOf(url(), url() + "/keys");
    publish(keys);
  }

  public String url() {
    return "http://127.0.0.1:" + port + "/bank";
  }

  public static String documentOf(String issuer, String keys) {
    return "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(issuer, keys);
  }

  private void keys(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    answer(exchange, published);
  }

  private void moved(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Location", url() + "/keys");
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  public void publish(JWK... keys) {
    publish(set(keys));
  }

  public static String set(JWK... keys) {
    return new JWKSet(List.of(keys)).toString(true);
  }

  public void publish(String text) {
    published = text;
  }

  public void document(String text) {
    document = text;
  }

  public void answerWith(int code) {
    status = code;
  }

  /** Until {@link #open} it takes requests for keys, and does not answer them. */
  public void hold() {
    gate = new CountDownLatch(1);
  }

  public void open() {
    gate.countDown();
  }

  @Override
  public void close() {
    open();
    server.stop(0);
  }

  public static RSAKey rsa(String id) {
    return (RSAKey) KEYS.computeIfAbsent(id, name -> rsa(name, 2048));
  }

  public static RSAKey rsa(String id, int bits) {
    return made(
        () -> new RSAKeyGenerator(bits, true).keyID(id).keyUse(KeyUse.SIGNATURE).generate());
  }

  public static ECKey ec(String id, Curve curve) {
    return made(() -> new ECKeyGenerator(curve).keyID(id).generate());
  }

  /** One on Ed25519, of which this issuer keeps the private part. */
  public OctetKeyPair edwards(String id) {
    KeyPair pair = made(() -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    edwards.put(id, pair);
    EdECPublicKey key = (EdECPublicKey) pair.getPublic();
    byte[] number = key.getPoint().getY().toByteArray();
    byte[] encoded = new byte[32];
    for (int i = 0; i < Math.min(number.length, encoded.length); i++) {
      encoded[i] = number[number.length - 1 - i];
    }
    if (key.getPoint().isXOdd()) {
      encoded[31] |= (byte) 0x80;
    }
    return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(encoded)).keyID(id).build();
  }

  private interface Making<T> {
    T make() throws JOSEException, GeneralSecurityException;
  }

  static <T> T made(Making<T> making) {
    try {
      return making.make();
    } catch (JOSEException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a good token says, for an hour from then. */
  public Map<String, Object> claims(long nowMillis, String scope) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", url());
    claims.put("aud", AUDIENCE);
    claims.put("sub", "ana");
    claims.put("iat", nowMillis / 1_000);
    claims.put("exp", nowMillis / 1_000 + 3_600);
    claims.put("scope", scope);
    return claims;
  }

  public String token(JWK key, JWSAlgorithm algorithm, Map<String, Object> claims) {
    return token(key, algorithm, claims, header -> {});
  }

  /** A token that is signed, with whatever a test adds to its header. */
  public String token(
      JWK key,
      JWSAlgorithm algorithm,
      Map<String, Object> claims,
      Consumer<JWSHeader.Builder> change) {
    JWSHeader.Builder header =
        new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(key.getKeyID());
    change.accept(header);
    JWSObject token = new JWSObject(header.build(), new Payload(claims));
    return made(
        () -> {
          if (key instanceof OctetKeyPair) {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(edwards.get(key.getKeyID()).getPrivate());
            signature.update(token.getSigningInput());
            return new String(token.getSigningInput(), StandardCharsets.US_ASCII)
                + "."
                + Base64URL.encode(signature.sign());
          }
          token.sign(
              key instanceof RSAKey rsa
                  ? new RSASSASigner(rsa.toRSAPrivateKey(), true)
                  : new ECDSASigner(key.toECKey()));
          return token.serialize();
        });
  }
}
