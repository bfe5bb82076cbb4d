/** The JSON forms that leave Tripline. The form of an alert is a contract: see docs/api.md. */
@NullMarked
package io.tripline.rest.json;

import org.jspecify.annotations.NullMarked;
