package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.models.AiModels;
import dev.ziggurat.models.AiModelsResource;
import dev.ziggurat.models.ListedModel;
import dev.ziggurat.models.ModelsResource;
import dev.ziggurat.models.PastVersion;
import dev.ziggurat.models.ProvidersResource;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestQuery;

/** The chain, its providers, the choice of models, and the history of choices. */
@Path("/console/ai-models")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class AiModelsPage {

  private static final LimitParam LISTED = new LimitParam(100);
  private static final LimitParam PAST = new LimitParam(10);

  /** Max pages of the catalogue. */
  private static final int MAX_PAGES = 12;

  /** What a new provider is not sent, unless an admin decides otherwise; one per line. */
  private static final String UNKNOWN_FIELDS =
      Providers.vendorSpecificFields().stream().sorted().collect(Collectors.joining("\n"));

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance aiModels(
        PageLayout frame,
        AiModels models,
        List<ProviderChoice> chain,
        List<ProviderLine> lines,
        String unknownFields,
        List<ListedModel> catalogue,
        String sought,
        Page<PastVersion> history);
  }

  private final PageLayouts frames;
  private final AiModelsResource models;
  private final ProvidersResource providers;
  private final ModelsResource catalogue;

  AiModelsPage(
      PageLayouts frames,
      AiModelsResource models,
      ProvidersResource providers,
      ModelsResource catalogue) {
    this.frames = frames;
    this.models = models;
    this.providers = providers;
    this.catalogue = catalogue;
  }

  /** Renders the page. */
  @GET
  public TemplateInstance get(@RestQuery Optional<String> before, @RestQuery Optional<String> q) {
    var data = models.get().data();
    var listed = catalogue(Optional.empty());
    var chain = ProviderChoice.all(data, listed);
    return Templates.aiModels(
        frames.of("AI Models").alive(),
        data,
        chain,
        ProviderLine.all(providers.list(LISTED, Optional.empty()).items(), chain, data),
        UNKNOWN_FIELDS,
        q.isEmpty() ? listed : catalogue(q),
        q.orElse(""),
        models.history(PAST, before));
  }

  private List<ListedModel> catalogue(Optional<String> q) {
    var all = new ArrayList<ListedModel>();
    var cursor = Optional.<String>empty();
    for (var pages = 0; pages < MAX_PAGES; pages++) {
      var page = catalogue.list(q, Optional.empty(), LISTED, cursor);
      all.addAll(page.items());
      cursor = page.next();
      if (cursor.isEmpty()) {
        break;
      }
    }
    return List.copyOf(all);
  }
}
