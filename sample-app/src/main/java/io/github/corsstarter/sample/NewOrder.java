package io.github.corsstarter.sample;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

/**
 * What a partner says of an order, as JSON or as a form.
 *
 * @param coffee the name of the coffee
 * @param quantity how many bags
 */
public record NewOrder(@NotBlank String coffee, @Min(1) @Max(100) int quantity) {

}
