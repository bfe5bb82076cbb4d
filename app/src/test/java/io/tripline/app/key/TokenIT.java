package io.tripline.app.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.tripline.app.cli.ExitCode;
import io.tripline.app.testing.CommandRun;
import io.tripline.app.testing.ServeProcess;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that people and programs come to with tokens of an identity provider, made of nothing
 * that the server is made of.
 */
final class TokenIT {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  @TempDir private Path work;
  private KeyPair pair;
  private HttpServer provider;
  private String issuer;

  @BeforeEach
  void start() throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    pair = generator.generateKeyPair();
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer = "http://127.0.0.1:" + provider.getAddress().getPort() + "/realms/fraud";
    provider.start();
    answer("/.well-known/openid-configuration", "{'issuer':'I','jwks_uri':'I/keys'}");
    RSAPublicKey key = (RSAPublicKey) pair.getPublic();
    answer(
        "/keys",
        "{'keys':[{'kty':'RSA','kid':'k1','use':'sig','n':'%s','e':'%s'}]}"
            .formatted(number(key.getModulus()), number(key.getPublicExponent())));
  }

  @AfterEach
  void stop() {
    provider.stop(0);
  }

  private void answer(String path, String text) {
    byte[] body = json(text).getBytes(StandardCharsets.UTF_8);
    provider.createContext(
        URI.create(issuer).getPath() + path,
        exchange -> {
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  private String json(String text) {
    return text.replace('\'', '"').replace("\"I", "\"" + issuer);
  }

  private static String number(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return BASE64.encodeToString(
        bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }

  private String token(String role) throws GeneralSecurityException {
    long now = System.currentTimeMillis() / 1_000;
    String claims =
        "{'iss':'I','aud':['account','tripline'],'sub':'f3a1','iat':%d,'exp':%d,'realm_access':{'roles':['%s']}}"
            .formatted(now, now + 300, role);
    String signed = encoded("{'alg':'RS256','typ':'JWT','kid':'k1'}") + "." + encoded(json(claims));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(pair.getPrivate());
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + BASE64.encodeToString(signature.sign());
  }

  private String encoded(String text) {
    return BASE64.encodeToString(json(text).getBytes(StandardCharsets.UTF_8));
  }

  private static HttpResponse<String> send(URI server, String path, String credential, String body)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(server.resolve(path))
              .header("Authorization", "Bearer " + credential);
      return http.send(
          body.isEmpty() ? request.build() : request.PUT(BodyPublishers.ofString(body)).build(),
          BodyHandlers.ofString());
    }
  }

  private ServeProcess serve(String auth) throws IOException {
    return ServeProcess.start(
        work,
        "--auth",
        auth,
        "--host",
        "0.0.0.0",
        "--unencrypted-http",
        "--oidc-issuer",
        issuer,
        "--oidc-audience",
        "tripline",
        "--oidc-scope-claim",
        "realm_access.roles",
        "--oidc-scope",
        "analyst=read",
        "author=author",
        "operator=admin");
  }

  @Test
  void rolesOfAnIdentityProviderAllowWhatTheSettingsSay() throws Exception {
    String rules = "event P { id string @id time timestamp @time }\n";
    String author = token("author");
    try (ServeProcess serve = serve("tokens")) {
      URI server = URI.create("http://127.0.0.1:" + serve.awaitReady().getPort());
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(
              () ->
                  assertThat(send(server, "/health/ready", "none", "").body())
                      .as(serve.log())
                      .contains("\"ready\""));
      assertThat(send(server, "/v1/alerts", token("analyst"), "").statusCode()).isEqualTo(200);
      assertThat(send(server, "/v1/rulesets/p", token("analyst"), rules).statusCode())
          .isEqualTo(403);
      HttpResponse<String> deployed = send(server, "/v1/rulesets/p", author, rules);
      assertThat(deployed.statusCode()).as(deployed.body()).isEqualTo(200);
      assertThat(send(server, "/v1/alerts", token("other"), "").statusCode()).isEqualTo(403);
      assertThat(send(server, "/v1/alerts", author.substring(0, 300), "").statusCode())
          .isEqualTo(401);
      assertThat(send(server, "/v1/audit", token("operator"), "").body())
          .contains("\"oidc:f3a1\"")
          .contains("deployRuleSet");
      assertThat(serve.terminate()).isZero();
      assertThat(serve.log()).contains("Fetched the keys of the issuer").doesNotContain("eyJ");
    }
  }

  @Test
  void aKeyGoesOnWhereTheProviderIsAway() throws Exception {
    CommandRun made =
        CommandRun.of(
            "key", "create", "--name", "till", "--scope", "read", "--data", work.resolve("data"));
    assertThat(made.code()).as(made.err()).isEqualTo(ExitCode.FINE);
    provider.stop(0);
    try (ServeProcess serve = serve("keys,tokens")) {
      URI server = URI.create("http://127.0.0.1:" + serve.awaitReady().getPort());
      assertThat(send(server, "/v1/alerts", made.out().strip(), "").statusCode()).isEqualTo(200);
      assertThat(send(server, "/v1/alerts", token("analyst"), "").statusCode()).isEqualTo(503);
      await().until(() -> serve.log().contains("could not be fetched, and will be tried again"));
      assertThat(serve.terminate()).isZero();
    }
  }

  @Test
  void settingsThatDoNotGoTogether() throws Exception {
    try (ServeProcess serve = ServeProcess.start(work, "--auth", "tokens")) {
      assertThat(serve.awaitEnd()).isEqualTo(ExitCode.WRONG_USE);
      assertThat(serve.log()).contains("needs --oidc-issuer and --oidc-audience");
    }
  }
}
