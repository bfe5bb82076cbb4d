package io.tripline.rest.token;

import io.tripline.rest.security.TokenSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Keys over HTTP: from an address, or from where the issuer's own document says that they are. No
 * redirect is followed.
 */
final class HttpKeys implements KeySource {
  /** Hundreds of times what usual documents have. */
  static final int MOST_BYTES = 512 << 10;

  private static final String WELL_KNOWN = "/.well-known/openid-configuration";
  private static final int OK = 200;

  private final String issuer;
  private final @Nullable URI keys;
  private final Duration patience;
  private final HttpClient client;

  /**
   * @param keys where they are; null if the issuer's document is to say it
   * @param patience for one answer, all of it
   */
  HttpKeys(String issuer, @Nullable URI keys, Duration patience) {
    this.issuer = issuer;
    this.keys = keys;
    this.patience = patience;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(patience)
            .followRedirects(Redirect.NEVER)
            .version(Version.HTTP_1_1)
            .build();
  }

  @Override
  public SigningKeys fetch() throws KeysException, InterruptedException {
    URI from = keys == null ? discovered() : keys;
    try {
      return SigningKeys.read(get(from));
    } catch (KeysException e) {
      throw new KeysException(from + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String place() {
    return String.valueOf(keys == null ? document() : keys);
  }

  private URI document() {
    String plain = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return URI.create(plain + WELL_KNOWN);
  }

  private URI discovered() throws KeysException, InterruptedException {
    URI document = document();
    try {
      Map<String, Object> said = SigningKeys.object(get(document));
      // Else one issuer could speak for another.
      if (!issuer.equals(Quoted.of(said.get("issuer")))) {
        throw new KeysException("it is of another issuer, " + Quoted.of(said.get("issuer")));
      }
      if (!(said.get("jwks_uri") instanceof String place)) {
        throw new KeysException("it does not say where the keys are (jwks_uri)");
      }
      TokenSettings.requireSafe(place, "jwks_uri");
      return URI.create(place);
    } catch (KeysException | IllegalArgumentException e) {
      throw new KeysException(document + ": " + e.getMessage(), e);
    }
  }

  private byte[] get(URI uri) throws KeysException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).header("Accept", "application/json").build();
    CompletableFuture<HttpResponse<byte[]>> asked =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
    try {
      // Not by a timeout of the request, which would end with the headers of its answer.
      HttpResponse<byte[]> answer = asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (answer.statusCode() != OK) {
        throw new KeysException("the answer is " + answer.statusCode());
      }
      return answer.body();
    } catch (TimeoutException e) {
      throw new KeysException("there is no whole answer within " + patience.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new KeysException(
          Quoted.of(
              cause instanceof IOException && cause.getMessage() != null
                  ? cause.getMessage()
                  : cause.toString()),
          e);
    } finally {
      asked.cancel(true);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
