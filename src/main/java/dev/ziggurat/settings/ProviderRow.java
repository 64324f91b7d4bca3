package dev.ziggurat.settings;

import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.money.SpendCap;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.Optional;

/** What is stored of one provider's choices; see {@link SettingsView.Choice}. */
@Embeddable
public class ProviderRow {

  /** Null leaves the choice to the environment and the catalogue. */
  public String model;

  public boolean enabled = true;

  /** From 1; null where no order is chosen. */
  public Integer position;

  /** The limits of its budget in nano-dollars; null for none. */
  @Column(name = "day_hard_nano")
  public Long dayHardNano;

  @Column(name = "day_soft_nano")
  public Long daySoftNano;

  @Column(name = "month_hard_nano")
  public Long monthHardNano;

  @Column(name = "month_soft_nano")
  public Long monthSoftNano;

  /** An {@link AddedProvider} as JSON; null for a provider that no admin added. */
  public String definition;

  ProviderBudget budget() {
    return new ProviderBudget(cap(dayHardNano, daySoftNano), cap(monthHardNano, monthSoftNano));
  }

  void budget(ProviderBudget budget) {
    dayHardNano = nano(budget.day().hard());
    daySoftNano = nano(budget.day().soft());
    monthHardNano = nano(budget.month().hard());
    monthSoftNano = nano(budget.month().soft());
  }

  static SpendCap cap(Long hardNano, Long softNano) {
    return new SpendCap(dollars(hardNano), dollars(softNano));
  }

  private static Optional<NanoDollars> dollars(Long nano) {
    return Optional.ofNullable(nano).map(NanoDollars::new);
  }

  private static Long nano(Optional<NanoDollars> amount) {
    return amount.map(NanoDollars::value).orElse(null);
  }
}
