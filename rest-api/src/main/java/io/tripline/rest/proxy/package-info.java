/**
 * Proxies in front of the server, and for whom they call. What requests say of that is believed
 * only as far as trusted hops have written it.
 */
@NullMarked
package io.tripline.rest.proxy;

import org.jspecify.annotations.NullMarked;
