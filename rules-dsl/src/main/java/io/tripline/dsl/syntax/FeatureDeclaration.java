package io.tripline.dsl.syntax;

import org.jspecify.annotations.Nullable;

/**
 * {@code feature usual_amount = avg(Payment.amount where approved) by account over previous 30d}.
 *
 * @param doc its {@code ///} text
 */
public record FeatureDeclaration(
    Name name, Expression aggregate, KeyTree key, WindowTree window, @Nullable String doc) {}
