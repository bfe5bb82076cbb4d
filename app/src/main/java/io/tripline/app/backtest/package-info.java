/**
 * The command {@code backtest}: recorded events through the pipeline that {@code serve} runs, as
 * fast as it goes.
 */
@NullMarked
package io.tripline.app.backtest;

import org.jspecify.annotations.NullMarked;
