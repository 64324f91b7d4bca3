package dev.ziggurat.litellm;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What is wrong with an entry.
 *
 * @param place the entry, as {@code model_list[3]}
 * @param field its path in the entry, as {@code litellm_params.model}
 * @param message what is wrong and what would be right; never what stands there
 */
@RegisterForReflection
public record ImportProblem(String place, String field, String message) {}
