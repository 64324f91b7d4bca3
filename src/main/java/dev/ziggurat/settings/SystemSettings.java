package dev.ziggurat.settings;

import dev.ziggurat.llm.Provider;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The admin's choices as they are stored: model and enabled per provider. A model that is null
 * leaves the choice to the environment and the catalogue.
 */
@Entity
@Table(name = "system_settings")
public class SystemSettings extends PanacheEntityBase {

  /** The id of the one row. */
  public static final String ID = "system";

  @Id public String id;

  @Column(name = "wandb_model")
  public String wandbModel;

  @Column(name = "wandb_enabled")
  public boolean wandbEnabled;

  @Column(name = "groq_model")
  public String groqModel;

  @Column(name = "groq_enabled")
  public boolean groqEnabled;

  @Column(name = "claude_model")
  public String claudeModel;

  @Column(name = "claude_enabled")
  public boolean claudeEnabled;

  @Column(name = "openai_model")
  public String openaiModel;

  @Column(name = "openai_enabled")
  public boolean openaiEnabled;

  /** Raised by every change of settings or catalogue. */
  public long version;

  @Column(name = "updated_at")
  public Instant updatedAt;

  @Column(name = "updated_by")
  public String updatedBy;

  SettingsView view() {
    var choices = new EnumMap<Provider, SettingsView.Choice>(Provider.class);
    choices.put(Provider.WANDB, choice(wandbModel, wandbEnabled));
    choices.put(Provider.GROQ, choice(groqModel, groqEnabled));
    choices.put(Provider.CLAUDE, choice(claudeModel, claudeEnabled));
    choices.put(Provider.OPENAI, choice(openaiModel, openaiEnabled));
    return new SettingsView(version, updatedAt, updatedBy, choices);
  }

  /** Takes over other choices as the next version. */
  void change(Map<Provider, SettingsView.Choice> choices, Instant now, String who) {
    wandbModel = model(choices, Provider.WANDB);
    wandbEnabled = choices.get(Provider.WANDB).enabled();
    groqModel = model(choices, Provider.GROQ);
    groqEnabled = choices.get(Provider.GROQ).enabled();
    claudeModel = model(choices, Provider.CLAUDE);
    claudeEnabled = choices.get(Provider.CLAUDE).enabled();
    openaiModel = model(choices, Provider.OPENAI);
    openaiEnabled = choices.get(Provider.OPENAI).enabled();
    version++;
    updatedAt = now;
    updatedBy = who;
  }

  private static String model(Map<Provider, SettingsView.Choice> choices, Provider provider) {
    return choices.get(provider).model().orElse(null);
  }

  private static SettingsView.Choice choice(String model, boolean enabled) {
    return new SettingsView.Choice(
        Optional.ofNullable(model).filter(name -> !name.isBlank()), enabled);
  }
}
