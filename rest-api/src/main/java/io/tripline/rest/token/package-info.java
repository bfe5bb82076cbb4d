/**
 * Bearer tokens that an issuer has signed (JWT, RFC 7519): whether one is good, who is its caller,
 * and where the issuer's keys come from. Nothing that a token says is believed before its signature
 * is checked, but that it is of our issuer, which lets others be refused for less.
 */
@NullMarked
package io.tripline.rest.token;

import org.jspecify.annotations.NullMarked;
