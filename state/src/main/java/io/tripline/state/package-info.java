/**
 * The engine's ports on one store (the journal in files, all else in RocksDB), and what the
 * dispatcher and the HTTP API read and write in it: webhooks, their outbox, alerts. Nobody else
 * imports RocksDB.
 *
 * <p>Invariants: all that must be true together is written in one batch; a write is synced before
 * its method returns, unless the method says otherwise; no native handle is touched after {@link
 * RocksStorage#close}; after a write that failed, every later write is refused, because what the
 * disk then holds is only known by opening the store again.
 */
@NullMarked
package io.tripline.state;

import org.jspecify.annotations.NullMarked;
