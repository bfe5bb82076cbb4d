/**
 * Events in the envelope of CloudEvents 1.0 (<a
 * href="https://github.com/cloudevents/spec/tree/v1.0.2/cloudevents">specification</a>): in JSON,
 * in batches, and with the attributes in the headers of a request.
 */
@NullMarked
package io.tripline.ingest.cloudevents;

import org.jspecify.annotations.NullMarked;
