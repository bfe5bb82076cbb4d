package io.tripline.rest.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS, with a certificate for {@code hooks.example.com} and names that we resolve. */
final class WebhookClientTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final ReceiverGuard HERE =
      new ReceiverGuard(
          AllowedReceivers.parse(List.of("127.0.0.1")),
          host -> List.of(InetAddress.getLoopbackAddress()));

  @TempDir Path folder;
  private HttpsServer receiver;
  private WebhookClient client;

  @BeforeEach
  void start() throws Exception {
    SSLContext tls = tls();
    receiver = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.setHttpsConfigurator(new HttpsConfigurator(tls));
    receiver.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] said =
                (exchange.getRequestHeaders().getFirst("host")
                        + " "
                        + new String(
                            exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, said.length);
            exchange.getResponseBody().write(said);
          }
        });
    receiver.start();
    SslContextFactory.Client trusting = new SslContextFactory.Client();
    trusting.setSslContext(tls);
    client = new WebhookClient(WebhookSettings.defaults(), HERE, trusting);
  }

  @AfterEach
  void stop() {
    client.close();
    receiver.stop(0);
  }

  private SSLContext tls() throws Exception {
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "k",
                "-keyalg",
                "EC",
                "-dname",
                "CN=hooks.example.com",
                "-ext",
                "san=dns:hooks.example.com",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit")
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(keytool.exitValue()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }

  private URI at(String host) {
    return URI.create("https://" + host + ":" + receiver.getAddress().getPort() + "/x");
  }

  @Test
  void theCertificateIsHeldAgainstTheNameNotTheAddress() throws Exception {
    WebhookClient.Answer answer = client.post(at("hooks.example.com"), Map.of(), "{}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo("hooks.example.com:" + receiver.getAddress().getPort() + " {}");
  }

  @Test
  void aCertificateOfSomebodyElseIsRefused() {
    assertThatThrownBy(() -> client.post(at("other.example.com"), Map.of(), "{}"))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(SSLException.class);
  }

  @Test
  void aCertificateThatNobodyVouchesForIsRefused() {
    try (WebhookClient usual = new WebhookClient(WebhookSettings.defaults(), HERE)) {
      assertThatThrownBy(() -> usual.post(at("hooks.example.com"), Map.of(), "{}"))
          .hasCauseInstanceOf(SSLException.class);
    }
  }
}
