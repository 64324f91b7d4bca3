package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.gateway.keys.KeyView;
import dev.ziggurat.gateway.keys.KeysResource;
import dev.ziggurat.http.BooleanParam;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.ledger.CallLog;
import dev.ziggurat.ledger.CallView;
import dev.ziggurat.models.ListedProvider;
import dev.ziggurat.models.ProvidersResource;
import dev.ziggurat.tick.TickArchive.GameView;
import dev.ziggurat.usage.CallTextsResource;
import dev.ziggurat.usage.CallTextsView;
import dev.ziggurat.usage.CallsResource;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Calls of ticks and of other programs: a list with filters, and one call with its path. */
@Path("/console/calls")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class CallsPage {

  private static final LimitParam SHOWN = new LimitParam(50);
  private static final LimitParam MAX_KEYS = new LimitParam(100);
  private static final LimitParam MAX_PROVIDERS = new LimitParam(100);

  private static final List<String> FIELDS =
      List.of("id", "outcome", "provider", "model", "key", "game", "tick", "agent", "from", "to");

  /**
   * What can be selected in the search fields.
   *
   * @param providers their ids
   * @param otherProvider the one that is searched for, if it is not listed; else empty
   * @param otherKey the same, of a key's id
   * @param otherGame the same, of a game's id
   */
  public record Selection(
      List<String> providers,
      List<KeyView> keys,
      String otherProvider,
      String otherKey,
      String otherGame) {}

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance calls(
        PageLayout frame,
        CallSearchForm search,
        Selection selection,
        Page<CallView> found,
        String problem,
        long searched);

    static native TemplateInstance call(
        PageLayout frame,
        CallView call,
        List<PathLine> path,
        Waterfall waterfall,
        Optional<CallTextsView> texts);
  }

  private final PageLayouts frames;
  private final CallsResource calls;
  private final CallTextsResource texts;
  private final KeysResource keys;
  private final ProvidersResource providers;

  CallsPage(
      PageLayouts frames,
      CallsResource calls,
      CallTextsResource texts,
      KeysResource keys,
      ProvidersResource providers) {
    this.frames = frames;
    this.calls = calls;
    this.texts = texts;
    this.keys = keys;
    this.providers = providers;
  }

  /** Renders the calls that match, newest first. */
  @GET
  public TemplateInstance list(
      @RestQuery Optional<String> id,
      @RestQuery Optional<String> outcome,
      @RestQuery Optional<String> provider,
      @RestQuery Optional<String> model,
      @RestQuery Optional<String> key,
      @RestQuery Optional<String> game,
      @RestQuery Optional<String> tick,
      @RestQuery Optional<String> agent,
      @RestQuery Optional<String> from,
      @RestQuery Optional<String> to,
      @RestQuery Optional<String> cursor) {
    var search =
        CallSearchForm.of(
            FIELDS, List.of(id, outcome, provider, model, key, game, tick, agent, from, to));
    var page = new Page<CallView>(List.of(), Optional.empty());
    var problem = "";
    try {
      page = find(search, cursor);
    } catch (BadRequestException invalid) {
      problem = invalid.getMessage();
    }
    var frame = frames.of("Calls");
    return Templates.calls(
        frame, search, selection(search, frame), page, problem, CallLog.MAX_SEARCHED);
  }

  private Page<CallView> find(CallSearchForm search, Optional<String> cursor) {
    return calls.list(
        search.value("id"),
        search.value("key"),
        search.value("provider"),
        search.value("model"),
        search.value("outcome"),
        search.value("game"),
        search.value("tick"),
        search.value("agent"),
        search.value("from"),
        search.value("to"),
        SHOWN,
        cursor);
  }

  private Selection selection(CallSearchForm search, PageLayout frame) {
    var ids =
        providers.list(MAX_PROVIDERS, Optional.empty()).items().stream()
            .map(ListedProvider::id)
            .toList();
    var active =
        keys.list(new BooleanParam(false), Optional.empty(), MAX_KEYS, Optional.empty()).items();
    return new Selection(
        ids,
        active,
        search.unlisted("provider", ids.stream()),
        search.unlisted("key", active.stream().map(key -> key.id().toString())),
        search.unlisted("game", frame.games().stream().map(GameView::id)));
  }

  /** Renders one call. */
  @GET
  @Path("/{id}")
  public TemplateInstance get(@RestPath String id, @Context UriInfo address) {
    var call = calls.get(id);
    var frame = frames.of("Call " + id);
    var kept = frame.visitor().admin() ? texts.find(id, address) : Optional.<CallTextsView>empty();
    return Templates.call(frame, call, PathLine.of(call), Waterfall.of(call), kept);
  }
}
