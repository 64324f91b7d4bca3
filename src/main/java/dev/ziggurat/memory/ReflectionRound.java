package dev.ziggurat.memory;

import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.world.Game;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The time after a tick, in which agents may reflect.
 *
 * @param tick that has closed
 * @param settingsVersion the settings in force in the tick
 * @param spending the budgets of the game that bind the calls for an agent, by its handle
 * @param until when the last answer must be there; read before each call
 * @param ending whether no more calls are to begin
 */
public record ReflectionRound(
    Game game,
    long tick,
    MemorySettings memory,
    long settingsVersion,
    ReflectionChecks checks,
    Function<String, SpendLimit> spending,
    Supplier<Instant> until,
    BooleanSupplier ending) {}
