package io.tripline.rest.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.tripline.rest.security.Authenticator.Finding;
import io.tripline.rest.security.Authenticator.Finding.Known;
import io.tripline.rest.security.Authenticator.Finding.Refused;
import io.tripline.rest.security.Authenticator.Finding.Unknowable;
import io.tripline.rest.security.Caller;
import io.tripline.rest.security.Refusal;
import io.tripline.rest.security.Scope;
import io.tripline.rest.security.TokenSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens are good, and what they allow. */
final class TokenAuthenticatorTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final RSAKey RSA = TestIssuer.rsa("one");

  private TestIssuer issuer;
  private IssuerKeys keys;
  private TokenSettings settings;

  @BeforeEach
  void start() {
    issuer = new TestIssuer(RSA);
    settings = TokenSettings.of(issuer.url(), TestIssuer.AUDIENCE);
    fetch();
  }

  @AfterEach
  void stop() {
    keys.close();
    issuer.close();
  }

  private void fetch() {
    if (keys != null) {
      keys.close();
    }
    keys = IssuerKeys.start(settings, good -> {});
  }

  private Map<String, Object> claims() {
    return issuer.claims(NOW, "read");
  }

  private Map<String, Object> claims(String name, Object value) {
    Map<String, Object> claims = claims();
    claims.put(name, value);
    return claims;
  }

  private String token(Map<String, Object> claims) {
    return issuer.token(RSA, JWSAlgorithm.RS256, claims);
  }

  private Finding check(String token) {
    return new TokenAuthenticator(settings, keys, () -> java.time.Instant.ofEpochMilli(NOW))
        .check(token);
  }

  private Caller good(String token) {
    Finding finding = check(token);
    assertThat(finding).isInstanceOf(Known.class);
    return ((Known) finding).caller();
  }

  private Refused refused(Refusal why, String token) {
    Finding finding = check(token);
    assertThat(finding).isInstanceOf(Refused.class);
    Refused refused = (Refused) finding;
    assertThat(refused.why()).isEqualTo(why);
    assertThat(refused.isToken()).isTrue();
    assertThat(refused.detail()).matches("[\\x20-\\x7e&&[^\"\\\\]]+");
    assertThat(token.length() > 20 && refused.detail().contains(token)).isFalse();
    return refused;
  }

  static Stream<JWSAlgorithm> algorithms() {
    return SigningKey.ALGORITHMS.stream();
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void eachAlgorithmThatIsTaken(JWSAlgorithm algorithm) {
    JWK key =
        switch (algorithm.getName()) {
          case "ES256" -> TestIssuer.ec("e", Curve.P_256);
          case "ES384" -> TestIssuer.ec("e", Curve.P_384);
          case "ES512" -> TestIssuer.ec("e", Curve.P_521);
          case "EdDSA", "Ed25519" -> issuer.edwards("e");
          default -> RSA;
        };
    issuer.publish(RSA, TestIssuer.ec("other", Curve.P_256), key);
    fetch();
    String token = issuer.token(key, algorithm, claims());
    assertThat(good(token).id()).isEqualTo("oidc:ana");
    assertThat(good(token).scopes()).containsExactly(Scope.NONE, Scope.READ);
    String[] parts = token.split("\\.");
    refused(
        Refusal.SIGNATURE,
        parts[0]
            + "."
            + Base64URL.encode(JSONObjectUtils.toJSONString(claims("scope", "admin")))
            + "."
            + parts[2]);
    byte[] signature = Base64URL.from(parts[2]).decode();
    signature[signature.length / 2] ^= 1;
    refused(Refusal.SIGNATURE, parts[0] + "." + parts[1] + "." + Base64URL.encode(signature));
    refused(Refusal.SIGNATURE, parts[0] + "." + parts[1] + ".AAAA");
  }

  @Test
  void elevenAlgorithmsWithPublicKeysAreTaken() {
    assertThat(SigningKey.ALGORITHMS).hasSize(11).doesNotContain(JWSAlgorithm.ES256K);
    assertThat(SigningKey.ALGORITHMS).doesNotContainAnyElementsOf(JWSAlgorithm.Family.HMAC_SHA);
  }

  @Test
  void aTokenThatIsNotSignedIsNone() {
    String none = Base64URL.encode("{\"alg\":\"none\"}") + "." + payload(claims()) + ".";
    refused(Refusal.MALFORMED, none);
    refused(Refusal.MALFORMED, none + payload(claims()));
    refused(
        Refusal.MALFORMED, Base64URL.encode("{\"alg\":\"NONE\"}") + "." + payload(claims()) + ".");
  }

  private static String payload(Map<String, Object> claims) {
    return Base64URL.encode(JSONObjectUtils.toJSONString(claims)).toString();
  }

  /** The public key as if it were a secret that both sides know: it is known to all. */
  @ParameterizedTest
  @ValueSource(strings = {"HS256", "HS384", "HS512"})
  void aPublicKeyIsNoSecret(String algorithm) throws Exception {
    byte[][] secrets = {
      RSA.toRSAPublicKey().getEncoded(),
      RSA.getModulus().decode(),
      RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)
    };
    for (byte[] secret : secrets) {
      JWSObject token =
          new JWSObject(
              new JWSHeader.Builder(JWSAlgorithm.parse(algorithm)).keyID("one").build(),
              new Payload(claims()));
      token.sign(new MACSigner(secret));
      refused(Refusal.ALGORITHM, token.serialize());
    }
  }

  @Test
  void keysThatATokenBringsAlongAreNotLookedAt() {
    RSAKey own = TestIssuer.rsa("own");
    refused(
        Refusal.SIGNATURE,
        issuer.token(
            own,
            JWSAlgorithm.RS256,
            claims(),
            header -> header.keyID("one").jwk(own.toPublicJWK())));
    refused(
        Refusal.SIGNATURE,
        issuer.token(
            own,
            JWSAlgorithm.RS256,
            claims(),
            header ->
                header
                    .keyID("one")
                    .jwkURL(URI.create(issuer.url() + "/own"))
                    .x509CertURL(URI.create(issuer.url() + "/own"))));
    refused(
        Refusal.UNKNOWN,
        issuer.token(own, JWSAlgorithm.RS256, claims(), header -> header.jwk(own.toPublicJWK())));
  }

  @Test
  void whatIsNotWhole() {
    String token = token(claims());
    for (String each :
        List.of(
            "",
            ".",
            "..",
            "a.b.c",
            "eyJ",
            token.substring(0, token.lastIndexOf('.')),
            token.replace(".", ""),
            token + ".x",
            "x" + token,
            "{}",
            Base64URL.encode("{\"alg\":\"RS256\"}") + "." + Base64URL.encode("7") + ".AA",
            Base64URL.encode("{\"alg\":\"RS256\"}") + "." + Base64URL.encode("hello") + ".AA",
            Base64URL.encode("[".repeat(3_000)) + "." + payload(claims()) + ".AA",
            Base64URL.encode("{\"alg\":7}") + "." + payload(claims()) + ".AA",
            Base64URL.encode("{}") + "." + payload(claims()) + ".AA")) {
      refused(Refusal.MALFORMED, each);
    }
    refused(Refusal.MALFORMED, deep());
  }

  private static String deep() {
    return Base64URL.encode("{\"alg\":\"RS256\"}")
        + "."
        + Base64URL.encode("{\"a\":" + "[".repeat(4_000))
        + ".AA";
  }

  @Test
  void aTokenIsNotReadThatIsTooLong() {
    Map<String, Object> claims = claims("padding", "x".repeat(8_192));
    refused(Refusal.TOO_LONG, token(claims));
    settings = settings.withBounds(Duration.ZERO, 16 << 10);
    good(token(claims));
  }

  @ParameterizedTest
  @ValueSource(strings = {"JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt"})
  void typesOfTokensThatAreTaken(String type) {
    good(typed(type));
  }

  @ParameterizedTest
  @ValueSource(strings = {"logout+jwt", "dpop+jwt", "JWE", "secevent+jwt"})
  void andThoseThatAreNot(String type) {
    refused(Refusal.HEADER, typed(type));
  }

  private String typed(String type) {
    return issuer.token(
        RSA, JWSAlgorithm.RS256, claims(), header -> header.type(new JOSEObjectType(type)));
  }

  @Test
  void aTokenMayHaveNoTypeAndNoNameOfItsKey() {
    good(issuer.token(RSA, JWSAlgorithm.PS256, claims(), header -> header.type(null).keyID(null)));
  }

  @Test
  void whatATokenSaysMustBeUnderstoodIsNot() {
    refused(
        Refusal.HEADER,
        issuer.token(
            RSA,
            JWSAlgorithm.RS256,
            claims(),
            header -> header.criticalParams(Set.of("exp")).customParam("exp", 1)));
    refused(
        Refusal.HEADER,
        issuer.token(
            RSA,
            JWSAlgorithm.RS256,
            claims(),
            header -> header.base64URLEncodePayload(true).criticalParams(Set.of("b64"))));
  }

  @Test
  void aKeyIsForTheAlgorithmThatItSays() {
    RSAKey only = new RSAKey.Builder(RSA).algorithm(JWSAlgorithm.PS256).build();
    issuer.publish(only);
    fetch();
    good(issuer.token(RSA, JWSAlgorithm.PS256, claims()));
    refused(Refusal.UNKNOWN, issuer.token(RSA, JWSAlgorithm.RS256, claims()));
  }

  @Test
  void anEllipticKeyIsForTheAlgorithmOfItsCurve() {
    JWK small = TestIssuer.ec("one", Curve.P_256);
    issuer.publish(small);
    fetch();
    good(issuer.token(small, JWSAlgorithm.ES256, claims()));
    refused(
        Refusal.UNKNOWN,
        issuer.token(TestIssuer.ec("one", Curve.P_384), JWSAlgorithm.ES384, claims()));
  }

  @Test
  void timesOfTokens() {
    long now = NOW / 1_000;
    good(token(claims("exp", now - 29)));
    good(token(claims("exp", now + 0.5)));
    assertThat(refused(Refusal.EXPIRED, token(claims("exp", now - 30))))
        .satisfies(each -> assertThat(each.about()).isEqualTo("oidc:ana"))
        .satisfies(each -> assertThat(each.detail()).isEqualTo("The token has expired."));
    refused(Refusal.EXPIRED, token(claims("exp", 0)));
    refused(Refusal.EXPIRED, token(claims("exp", -1e300)));
    good(token(claims("exp", 1e300)));
    Map<String, Object> endless = claims();
    endless.remove("exp");
    assertThat(refused(Refusal.CLAIMS, token(endless)).detail()).contains("(exp)");
    refused(Refusal.CLAIMS, token(claims("exp", "" + (now + 60))));
    refused(Refusal.CLAIMS, token(claims("exp", true)));
    good(token(claims("nbf", now + 30)));
    refused(Refusal.NOT_YET_VALID, token(claims("nbf", now + 31)));
    refused(Refusal.CLAIMS, token(claims("nbf", "soon")));
    good(token(claims("iat", now + 30)));
    refused(Refusal.NOT_YET_VALID, token(claims("iat", now + 31)));
    settings = settings.withBounds(Duration.ZERO, 8 << 10);
    refused(Refusal.EXPIRED, token(claims("exp", now)));
    good(token(claims("exp", now + 1)));
  }

  @Test
  void aTokenIsOfTheIssuerToTheLetter() {
    refused(Refusal.ISSUER, token(claims("iss", issuer.url() + "/")));
    refused(Refusal.ISSUER, token(claims("iss", issuer.url().replace("http", "HTTP"))));
    refused(Refusal.ISSUER, token(claims("iss", List.of(issuer.url()))));
    Map<String, Object> nobody = claims();
    nobody.remove("iss");
    refused(Refusal.ISSUER, token(nobody));
  }

  @Test
  void aTokenIsForUs() {
    good(token(claims("aud", List.of("others", "tripline"))));
    refused(Refusal.AUDIENCE, token(claims("aud", "others")));
    refused(Refusal.AUDIENCE, token(claims("aud", "tripline others")));
    refused(Refusal.AUDIENCE, token(claims("aud", List.of())));
    refused(Refusal.AUDIENCE, token(claims("aud", Map.of("tripline", 1))));
    Map<String, Object> nobody = claims();
    nobody.remove("aud");
    refused(Refusal.AUDIENCE, token(nobody));
  }

  @Test
  void scopesInEachShape() {
    assertThat(good(token(claims("scope", "openid  author pii "))).scopes())
        .containsExactly(Scope.NONE, Scope.READ, Scope.AUTHOR, Scope.PII);
    assertThat(good(token(claims("scope", List.of("ingest", 7, "read author")))).scopes())
        .containsExactly(Scope.NONE, Scope.INGEST);
    assertThat(good(token(claims("scope", ""))).scopes()).containsExactly(Scope.NONE);
    assertThat(good(token(claims("scope", 7))).scopes()).containsExactly(Scope.NONE);
    assertThat(good(token(claims("scope", "none ADMIN"))).scopes()).containsExactly(Scope.NONE);
    Map<String, Object> silent = claims();
    silent.remove("scope");
    assertThat(good(token(silent)).scopes()).containsExactly(Scope.NONE);
  }

  @Test
  void valuesOfClaimsAllowWhatTheyAreGiven() {
    settings =
        settings.withScopes(
            List.of("realm_access.roles", "https://bank.example/groups"),
            Map.of(
                "Fraud Analysts", Set.of(Scope.READ, Scope.PII), "operators", Set.of(Scope.ADMIN)));
    Map<String, Object> claims = claims("realm_access", Map.of("roles", List.of("Fraud Analysts")));
    assertThat(good(token(claims)).scopes()).containsExactly(Scope.NONE, Scope.READ, Scope.PII);
    claims.put("https://bank.example/groups", List.of("operators", "admin"));
    assertThat(good(token(claims)).scopes()).containsExactlyInAnyOrder(Scope.values());
    // Its own names are not values any more.
    assertThat(good(token(claims("scope", "admin"))).scopes()).containsExactly(Scope.NONE);
    assertThat(good(token(claims("realm_access", "operators"))).scopes())
        .containsExactly(Scope.NONE);
  }

  @Test
  void whoIsTheCaller() {
    settings = settings.withCallerClaim("client_id");
    assertThat(good(token(claims("client_id", "auth0|7@clients"))).id())
        .isEqualTo("oidc:auth0|7@clients");
    refused(Refusal.CLAIMS, token(claims()));
    refused(Refusal.CLAIMS, token(claims("client_id", "")));
    refused(Refusal.CLAIMS, token(claims("client_id", 7)));
    refused(Refusal.CLAIMS, token(claims("client_id", "a (key:b)")));
    refused(Refusal.CLAIMS, token(claims("client_id", "a\nb")));
    refused(Refusal.CLAIMS, token(claims("client_id", "x".repeat(256))));
  }

  @Test
  void withoutKeysItCannotBeFoundOut() {
    issuer.answerWith(500);
    fetch();
    assertThat(check(token(claims()))).isInstanceOf(Unknowable.class);
    assertThat(keys.trouble()).contains(issuer.url()).contains("the answer is 500");
    refused(Refusal.MALFORMED, "nonsense");
  }

  @Test
  void tokensOfOthersFetchNoKeys() {
    int before = issuer.asked.get();
    Map<String, Object> claims = new LinkedHashMap<>(claims("iss", "https://elsewhere"));
    refused(Refusal.ISSUER, issuer.token(TestIssuer.rsa("own"), JWSAlgorithm.RS256, claims));
    assertThat(issuer.asked).hasValue(before);
  }
}
