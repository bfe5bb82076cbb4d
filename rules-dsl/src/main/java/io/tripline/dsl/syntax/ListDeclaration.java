package io.tripline.dsl.syntax;

import org.jspecify.annotations.Nullable;

/**
 * {@code list high_risk_mcc of int}.
 *
 * @param doc its {@code ///} text
 */
public record ListDeclaration(Name name, EventDeclaration.TypeName element, @Nullable String doc) {}
