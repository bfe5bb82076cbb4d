/** Backtests as jobs: rules over the journal, or over events that were uploaded. */
@NullMarked
package io.tripline.rest.backtest;

import org.jspecify.annotations.NullMarked;
