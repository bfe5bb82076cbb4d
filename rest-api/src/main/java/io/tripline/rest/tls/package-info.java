/** TLS: the server's certificate and key as files, read again when they change. */
@NullMarked
package io.tripline.rest.tls;

import org.jspecify.annotations.NullMarked;
