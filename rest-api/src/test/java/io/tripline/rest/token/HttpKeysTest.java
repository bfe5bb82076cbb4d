package io.tripline.rest.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an issuer may answer, and what of it is taken. */
final class HttpKeysTest {
  private final TestIssuer issuer = new TestIssuer(TestIssuer.rsa("one"));

  @AfterEach
  void stop() {
    issuer.close();
  }

  private SigningKeys fetch(URI keys, Duration patience) throws Exception {
    try (HttpKeys source = new HttpKeys(issuer.url(), keys, patience)) {
      return source.fetch();
    }
  }

  private SigningKeys fetch() throws Exception {
    return fetch(null, Duration.ofSeconds(30));
  }

  private void refused(String why) {
    assertThatThrownBy(this::fetch)
        .isInstanceOf(KeysException.class)
        .hasMessageContaining(why)
        .hasMessageStartingWith(issuer.url());
  }

  @Test
  void keysAreWhereTheIssuerSaysOrWhereTheSettingsSay() throws Exception {
    assertThat(fetch().names()).containsExactly("one");
    issuer.document("");
    assertThat(fetch(URI.create(issuer.url() + "/keys"), Duration.ofSeconds(30)).names())
        .containsExactly("one");
  }

  @Test
  void anIssuerWithASlashAtItsEnd() throws Exception {
    String slashed = issuer.url() + "/";
    issuer.document(TestIssuer.documentOf(slashed, issuer.url() + "/keys"));
    try (HttpKeys source = new HttpKeys(slashed, null, Duration.ofSeconds(30))) {
      assertThat(source.fetch().names()).containsExactly("one");
    }
  }

  @Test
  void anIssuerThatSpeaksForAnother() {
    issuer.document(TestIssuer.documentOf("https://other\\nline", issuer.url() + "/keys"));
    refused("it is of another issuer, https://other?line");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | it is no JSON object",
        "7 | it is no JSON object",
        "{} | it is of another issuer, null",
        "{\"issuer\":\"U\"} | it does not say where the keys are",
        "{\"issuer\":\"U\",\"jwks_uri\":7} | it does not say where the keys are",
        "{\"issuer\":\"U\",\"jwks_uri\":\"http://example.com/keys\"} | must be an https URL",
        "{\"issuer\":\"U\",\"jwks_uri\":\"file:///etc/passwd\"} | must be an https URL",
        "{\"issuer\":\"U\",\"jwks_uri\":\"::\"} | is no URL",
        "{\"issuer\":\"U\",\"jwks_uri\":\"U/moved\"} | the answer is 302",
        "{\"issuer\":\"U\",\"jwks_uri\":\"U/none\"} | the answer is 404",
      })
  void whatIsWrongInItsDocument(String document, String why) {
    issuer.document(document.replace("U", issuer.url()));
    refused(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | it is no JSON object",
        "<html> | it is no JSON object",
        "{} | it is no JSON Web Key Set",
        "{\"keys\":{}} | it is no JSON Web Key Set",
        "{\"keys\":[]} | it has no key that can be used",
        "{\"keys\":[7]} | key 1: it is no object",
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]} | key 1: it is of the kind oct",
        "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"\"}]} | key 1: ",
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}]} | key 1: ",
        "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\"}]} | has not 32 bytes",
        "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AA\"}]} | on the curve X25519",
      })
  void whatIsNoKeySet(String set, String why) {
    issuer.publish(set);
    refused(why);
  }

  @Test
  void weakKeysAndThoseForOtherThingsAreLeftOut() throws Exception {
    RSAKey encrypts =
        new RSAKey.Builder(TestIssuer.rsa("e").toRSAPublicKey()).keyUse(KeyUse.ENCRYPTION).build();
    issuer.publish(
        TestIssuer.rsa("weak", 1_024),
        new OctetKeyPair.Builder(Curve.X25519, Base64URL.encode(new byte[32])).build(),
        encrypts,
        TestIssuer.rsa("one"));
    SigningKeys keys = fetch();
    assertThat(keys.names()).containsExactly("one");
    assertThat(keys.unused())
        .containsExactly(
            "key 1: RSA keys need 2048 bits, and it has 1024", "key 2: it is on the curve X25519");
    issuer.publish(TestIssuer.rsa("weak", 1_024));
    refused("RSA keys need 2048 bits");
  }

  @Test
  void anAnswerHasABoundedLengthAndTime() {
    issuer.publish("{\"keys\":[" + " ".repeat(HttpKeys.MOST_BYTES) + "]}");
    refused("");
    issuer.publish("{\"keys\":[" + "{},".repeat(SigningKeys.MOST) + "{}]}");
    refused("it has more than 100 keys");
    issuer.hold();
    assertThatThrownBy(() -> fetch(null, Duration.ofMillis(200)))
        .isInstanceOf(KeysException.class)
        .hasMessageContaining("within 200 ms");
  }

  @Test
  void anIssuerThatIsNotThere() {
    issuer.answerWith(503);
    refused("the answer is 503");
    issuer.close();
    refused("");
  }
}
