/**
 * What people do through the API, written down in one place: whatever the table of endpoints says
 * changes something, goes through {@link io.tripline.rest.audit.AuditTrail}.
 */
@NullMarked
package io.tripline.rest.audit;

import org.jspecify.annotations.NullMarked;
