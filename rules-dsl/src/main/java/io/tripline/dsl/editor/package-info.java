/**
 * What an editor asks of a rule set while people type: diagnostics, meanings of names, completion,
 * renaming. Knows no editor protocol and keeps no state: a {@link io.tripline.dsl.editor.Snapshot}
 * is a rule set at one moment, immutable, and every answer comes from one.
 *
 * <p>Offsets count UTF-16 units from the start of a file's text, as Java strings do. {@link
 * io.tripline.dsl.ir.Place places}, which count lines and code points, are turned into offsets
 * here.
 *
 * <p>Everything works on text that is half written. What cannot be known is left out of an answer;
 * nothing throws.
 */
@NullMarked
package io.tripline.dsl.editor;

import org.jspecify.annotations.NullMarked;
