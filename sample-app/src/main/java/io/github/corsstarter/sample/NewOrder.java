package io.github.corsstarter.sample;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

/**
 * The order that a partner sends, as JSON or as a form.
 *
 * @param coffee the name of the coffee
 * @param quantity the number of bags
 */
public record NewOrder(@NotBlank String coffee, @Min(1) @Max(100) int quantity) {

}
