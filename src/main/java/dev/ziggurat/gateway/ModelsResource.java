package dev.ziggurat.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** {@code GET /v1/models} as OpenAI has it: what the chain can be asked for by name. */
@Path("/v1/models")
@PermitAll
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Gateway")
public class ModelsResource {

  private final Door door;
  private final Catalogue catalogue;
  private final ModelNames names;

  ModelsResource(Door door, Catalogue catalogue, ModelNames names) {
    this.door = door;
    this.catalogue = catalogue;
    this.names = names;
  }

  /** A list of OpenAI's. */
  @RegisterForReflection
  public record Models(String object, List<Model> data) {}

  /**
   * A model.
   *
   * @param created always 0: nobody tells
   * @param ownedBy the providers that serve it, in the order of the chain
   */
  @RegisterForReflection
  public record Model(
      String id, String object, long created, @JsonProperty("owned_by") String ownedBy) {}

  /** Every model that answers today, once each, and {@code auto}. */
  @GET
  public Models list() {
    door.enter();
    var owners = new LinkedHashMap<String, String>();
    owners.put(ModelNames.AUTO, "ziggurat");
    catalogue
        .offers()
        .forEach(
            offer ->
                owners.merge(
                    offer.model().id(), offer.provider().id(), (one, other) -> one + ", " + other));
    return new Models("list", owners.entrySet().stream().map(ModelsResource::model).toList());
  }

  private static Model model(Map.Entry<String, String> owned) {
    return new Model(owned.getKey(), "model", 0, owned.getValue());
  }

  /** One model, by any name the gateway understands. */
  @GET
  @Path("/{id: .+}")
  public Model get(@RestPath String id) {
    door.enter();
    var offers = names.resolve(Optional.of(id));
    var owners =
        offers.isEmpty()
            ? "ziggurat"
            : String.join(
                ", ", offers.stream().map(Offer::provider).map(each -> each.id()).toList());
    return new Model(id, "model", 0, owners);
  }
}
