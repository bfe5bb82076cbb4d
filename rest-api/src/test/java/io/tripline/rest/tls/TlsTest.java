package io.tripline.rest.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tripline.rest.LiveServer;
import io.tripline.rest.ServerSettings;
import io.tripline.rest.ServerStartException;
import io.tripline.rest.TriplineServer;
import io.tripline.rest.security.NewKey;
import io.tripline.rest.security.SecuritySettings;
import io.tripline.rest.security.TlsFiles;
import io.tripline.state.ApiKey;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TlsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path store;
  @TempDir static Path made;
  private static SelfSigned first;
  private static SelfSigned second;
  private static SSLContext trusting;
  private static LiveServer behind;

  @TempDir Path folder;
  private TlsFiles files;

  @BeforeAll
  static void make() throws Exception {
    first = SelfSigned.make(made, "first", "EC");
    second = SelfSigned.make(made, "second", "RSA");
    trusting = SelfSigned.trusting(first, second);
    behind = LiveServer.start(store);
  }

  @AfterAll
  static void stop() {
    behind.close();
  }

  @BeforeEach
  void write() throws Exception {
    files = new TlsFiles(folder.resolve("cert.pem"), folder.resolve("key.pem"));
    first.writeTo(files);
  }

  private TriplineServer start(SecuritySettings security) {
    ServerSettings settings = LiveServer.ANY_PORT.withSecurity(security.withTls(files));
    return TriplineServer.start(settings, behind.backend());
  }

  private static HttpResponse<String> get(URI server, String path, String... headers)
      throws Exception {
    try (HttpClient client = HttpClient.newBuilder().sslContext(trusting).build()) {
      HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
      if (headers.length > 0) {
        request.headers(headers);
      }
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  private static X509Certificate shown(int port) throws IOException {
    return (X509Certificate) session(port, "TLSv1.3").getPeerCertificates()[0];
  }

  private static SSLSession session(int port, String protocol) throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            trusting.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.setEnabledProtocols(new String[] {protocol});
      socket.startHandshake();
      return socket.getSession();
    }
  }

  @Test
  void requestsComeByTlsAndByNothingElse() throws Exception {
    NewKey.Added key =
        NewKey.checked("test", List.of("read"), ApiKey.NEVER, 0)
            .addTo(behind.storage().apiKeys(), new SecureRandom(), 1, "")
            .orElseThrow();
    try (TriplineServer server = start(SecuritySettings.defaults().withKeys())) {
      assertThat(server.uri().getScheme()).isEqualTo("https");
      HttpResponse<String> health = get(server.uri(), "/health");
      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(health.headers().firstValue("Strict-Transport-Security"))
          .hasValue("max-age=31536000");
      assertThat(get(server.uri(), "/v1/alerts").statusCode()).isEqualTo(401);
      HttpResponse<String> metrics =
          get(server.uri(), "/metrics", "Authorization", "Bearer " + key.text());
      assertThat(metrics.statusCode()).isEqualTo(200);
      assertThat(metrics.body())
          .contains(
              "tripline_tls_certificate_expires_seconds %s"
                  .formatted(
                      (double) first.certificate().getNotAfter().toInstant().getEpochSecond()));
      assertThat(plain(server.port())).doesNotContain(" 200 ");
    }
  }

  private static String plain(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void theTwoLatestProtocolsAreSpokenWithForwardSecrecy() throws Exception {
    try (TriplineServer server = start(SecuritySettings.defaults())) {
      assertThat(session(server.port(), "TLSv1.3").getCipherSuite()).startsWith("TLS_");
      assertThat(session(server.port(), "TLSv1.2").getCipherSuite()).startsWith("TLS_ECDHE_");
    }
  }

  @ParameterizedTest
  @CsvSource({"RSA", "EC", "Ed25519"})
  void keysOfSeveralKinds(String algorithm) throws Exception {
    SelfSigned other = SelfSigned.make(folder, "other", algorithm);
    other.writeTo(files);
    try (Tls tls = Tls.of(files)) {
      assertThat(tls.expires()).isEqualTo(other.certificate().getNotAfter().toInstant());
    }
  }

  @Test
  void aNewCertificateIsShownWithoutARestart() throws Exception {
    try (TriplineServer server = start(SecuritySettings.defaults())) {
      assertThat(shown(server.port())).isEqualTo(first.certificate());
      SelfSigned.replace(files.key(), "no key");
      second.writeTo(files);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(shown(server.port())).isEqualTo(second.certificate()));
      assertThat(get(server.uri(), "/health").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void filesThatAreWrongChangeNothing() throws Exception {
    try (Tls tls = Tls.of(files)) {
      SelfSigned.replace(files.key(), second.keyPem());
      tls.look();
      tls.look();
      Files.delete(files.certificate());
      tls.look();
      assertThat(tls.expires()).isEqualTo(first.certificate().getNotAfter().toInstant());
      SelfSigned.replace(files.certificate(), second.certificatePem());
      tls.look();
      assertThat(tls.expires()).isEqualTo(second.certificate().getNotAfter().toInstant());
    }
  }

  @Test
  void filesThatCannotBeUsedAreNamed() throws Exception {
    refused("no certificate", first.keyPem(), "There is no certificate in");
    refused(
        SelfSigned.pem("CERTIFICATE", new byte[] {1, 2}), first.keyPem(), "that cannot be read");
    refused(first.certificatePem(), "", "no private key in");
    refused(
        first.certificatePem(),
        SelfSigned.pem("RSA PRIVATE KEY", first.key().getEncoded()),
        "openssl pkcs8 -topk8 -nocrypt");
    refused(
        first.certificatePem(),
        SelfSigned.pem("ENCRYPTED PRIVATE KEY", first.key().getEncoded()),
        "openssl pkcs8 -topk8 -nocrypt");
    refused(first.certificatePem(), second.keyPem(), "cannot be read as one of EC");
    SelfSigned third = SelfSigned.make(folder, "third", "EC");
    refused(first.certificatePem(), third.keyPem(), "is not the one of the first certificate");
    Files.delete(files.key());
    assertThatThrownBy(() -> start(SecuritySettings.defaults()))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("key.pem cannot be read: NoSuchFileException");
  }

  private void refused(String certificate, String key, String why) throws IOException {
    SelfSigned.replace(files.certificate(), certificate);
    SelfSigned.replace(files.key(), key);
    assertThatThrownBy(() -> start(SecuritySettings.defaults()))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining(why);
  }
}
