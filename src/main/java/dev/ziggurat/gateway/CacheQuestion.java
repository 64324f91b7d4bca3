package dev.ziggurat.gateway;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.settings.SettingsView;
import java.time.Instant;
import java.util.List;

/**
 * A call that may be answered from a cache.
 *
 * @param wanted the offers to try first
 * @param spendLimit what the call may spend, the look-up included
 * @param deadline of the call: an identical one in flight is waited for until then
 */
record CacheQuestion(
    Caller caller,
    ForwardedRequest request,
    List<Offer> wanted,
    RequestOptions options,
    SettingsView settings,
    SpendLimit spendLimit,
    Instant deadline) {}
