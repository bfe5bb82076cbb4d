/**
 * The command {@code lsp}: a language server for editors. The only package that knows LSP4J and the
 * protocol; what is answered comes from {@link io.tripline.dsl.editor}.
 *
 * <pre>
 *   client ── messages ──► reader thread ──► Workspace (one thread: files, documents, order)
 *                                               │ immutable snapshots
 *                                               ▼
 *                                            threads that compute answers and diagnostics
 * </pre>
 *
 * <p>Standard output belongs to the protocol; everything else is said on standard error. Nothing a
 * document says, and no exception, ends the server.
 */
@NullMarked
package io.tripline.app.lsp;

import org.jspecify.annotations.NullMarked;
