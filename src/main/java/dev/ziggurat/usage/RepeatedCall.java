package dev.ziggurat.usage;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;

/**
 * A call that was made again.
 *
 * @param id of the new call
 * @param repeats the call whose request was sent again
 */
@RegisterForReflection
public record RepeatedCall(UUID id, UUID repeats) {}
