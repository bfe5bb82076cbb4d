package io.tripline.rest.tls;

import io.tripline.rest.security.TlsFiles;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.3 and 1.2 with forward secrecy, and the certificate of two files: they are looked at every
 * few seconds, and what they hold then is shown to whoever connects from then on. Files that are
 * wrong, or do not go together, change nothing.
 */
public final class Tls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tls.class);

  private static final Duration LOOK_PERIOD = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofDays(14);

  /** For how long browsers shall come by TLS only, once they have: a year. */
  private static final long STRICT_SECONDS = 31_536_000;

  /** Of TLS 1.2, those with forward secrecy that are not known to be weak; and all of 1.3. */
  private static final String[] CIPHERS = {
    "TLS_AES_.*",
    "TLS_CHACHA20_.*",
    "TLS_ECDHE_(ECDSA|RSA)_WITH_AES_(128|256)_GCM_.*",
    "TLS_ECDHE_(ECDSA|RSA)_WITH_CHACHA20_.*"
  };

  /** Of files that cannot be read. */
  private static final TlsContents NONE = new TlsContents(new byte[0], new byte[0]);

  private final TlsFiles files;
  private final String password;
  private final SslContextFactory.Server context = new SslContextFactory.Server();
  private final Thread watch;

  private TlsContents shown;
  private @Nullable TlsContents wrong;
  private boolean told;
  private volatile Instant expires;

  private Tls(TlsFiles files, TlsContents contents) throws TlsFilesException {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    this.password = HexFormat.of().formatHex(random);
    this.files = files;
    this.shown = contents;
    Identity identity = Identity.read(contents, files);
    this.expires = identity.expires();
    show(identity, context);
    context.setKeyStorePassword(password);
    context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    context.setIncludeCipherSuites(CIPHERS);
    context.setRenegotiationAllowed(false);
    // Callers may come by an address; whom they believe is theirs to say.
    context.setSniRequired(false);
    this.watch = Thread.ofVirtual().name("tls-files").unstarted(this::watch);
  }

  /**
   * Reads the files.
   *
   * @throws TlsFilesException if nothing can be shown that is in them
   */
  public static Tls of(TlsFiles files) throws TlsFilesException {
    Tls tls = new Tls(files, TlsContents.read(files));
    tls.watch.start();
    return tls;
  }

  private void show(Identity identity, SslContextFactory target) {
    target.setKeyStore(identity.keyStore(password.toCharArray()));
    LOG.info("The certificate is {}, good until {}", identity.subject(), identity.expires());
    if (identity.expires().isBefore(Instant.now().plus(SOON))) {
      LOG.warn("The certificate {} expires soon: {}", identity.subject(), identity.expires());
    }
  }

  /** What a connection goes through before there is HTTP on it. */
  public SslConnectionFactory handshakes(HttpConnectionFactory http) {
    return new SslConnectionFactory(context, http.getProtocol());
  }

  /** How HTTP is spoken behind it. */
  public static HttpConnectionFactory http(HttpConfiguration plain) {
    HttpConfiguration secure = new HttpConfiguration(plain);
    secure.addCustomizer(new SecureRequestCustomizer(false, false, STRICT_SECONDS, false));
    return new HttpConnectionFactory(secure);
  }

  /** When the certificate that is shown is good no more. */
  public Instant expires() {
    return expires;
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(LOOK_PERIOD);
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Told once of files that are wrong twice: in between, one of the two may be the new one. */
  synchronized void look() {
    TlsContents contents = null;
    try {
      contents = TlsContents.read(files);
      if (contents.isSame(shown)) {
        return;
      }
      Identity identity = Identity.read(contents, files);
      context.reload(target -> show(identity, target));
      shown = contents;
      expires = identity.expires();
      wrong = null;
    } catch (TlsFilesException e) {
      TlsContents now = contents == null ? NONE : contents;
      if (wrong != null && wrong.isSame(now) && !told) {
        LOG.warn("The certificate stays as it is: {}", e.getMessage());
        told = true;
      } else if (wrong == null || !wrong.isSame(now)) {
        told = false;
      }
      wrong = now;
    } catch (Exception e) {
      LOG.error("The certificate could not be changed; it stays as it is", e);
    }
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
