/**
 * What every route shares: problems (RFC 9457), bounded request bodies, parameters, JSON. Knows
 * nothing of rules, events or alerts.
 */
@NullMarked
package io.tripline.rest.http;

import org.jspecify.annotations.NullMarked;
