/** The API's OpenAPI 3.1 document, made from the table of endpoints, and the page that shows it. */
@NullMarked
package io.tripline.rest.openapi;

import org.jspecify.annotations.NullMarked;
