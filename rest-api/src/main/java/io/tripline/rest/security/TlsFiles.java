package io.tripline.rest.security;

import java.nio.file.Path;

/**
 * Where the server has what it shows to callers over TLS. The files are read again when they
 * change.
 *
 * @param certificate PEM: the server's own certificate first, then those that vouch for it
 * @param key PEM: its private key, PKCS#8, not encrypted
 */
public record TlsFiles(Path certificate, Path key) {}
