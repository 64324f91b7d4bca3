package dev.ziggurat.litellm;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * An error in an entry.
 *
 * @param place the entry, as {@code model_list[3]}
 * @param field its path in the entry, as {@code litellm_params.model}
 * @param message the error and how to fix it; never contains the value
 */
@RegisterForReflection
public record ImportProblem(String place, String field, String message) {}
