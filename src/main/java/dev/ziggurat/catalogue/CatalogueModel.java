package dev.ziggurat.catalogue;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** Database row of a model that an admin registered or changed. */
@Entity
@Table(name = "catalogue_model")
@IdClass(CatalogueModel.Key.class)
public class CatalogueModel extends PanacheEntityBase {

  /** Primary key. */
  public record Key(String provider, String id) implements Serializable {}

  @Id public String provider;

  @Id public String id;

  /** A {@link ModelEntry} as JSON. */
  public String entry;

  @Column(name = "changed_at")
  public Instant changedAt;

  @Column(name = "changed_by")
  public String changedBy;
}
