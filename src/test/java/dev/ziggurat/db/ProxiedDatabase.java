package dev.ziggurat.db;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.agroal.narayana.NarayanaTransactionIntegration;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;

/** Databases like the application's own, whose connections go through a {@link CommitCutter}. */
@Singleton
public class ProxiedDatabase {

  private final Config config;
  private final TransactionManager transactionManager;
  private final TransactionSynchronizationRegistry registry;
  private final OpenTransactions transactions;
  private final MeterRegistry meters;

  ProxiedDatabase(
      Config config,
      TransactionManager transactionManager,
      TransactionSynchronizationRegistry registry,
      OpenTransactions transactions,
      MeterRegistry meters) {
    this.config = config;
    this.transactionManager = transactionManager;
    this.registry = registry;
    this.transactions = transactions;
    this.meters = meters;
  }

  /** The JDBC URL of the application's database. */
  public String url() {
    return config.getValue("quarkus.datasource.jdbc.url", String.class);
  }

  /** A pool of connections through this proxy; the caller closes it. */
  public AgroalDataSource pool(CommitCutter cutter) throws SQLException {
    var supplier = new AgroalDataSourceConfigurationSupplier();
    supplier
        .connectionPoolConfiguration()
        .maxSize(4)
        .acquisitionTimeout(Duration.ofSeconds(5))
        .transactionIntegration(new NarayanaTransactionIntegration(transactionManager, registry))
        .connectionFactoryConfiguration()
        .jdbcUrl(cutter.jdbcUrl())
        .principal(new NamePrincipal(config.getValue("quarkus.datasource.username", String.class)))
        .credential(
            new SimplePassword(
                config.getOptionalValue("quarkus.datasource.password", String.class).orElse("")));
    return AgroalDataSource.from(supplier);
  }

  /** A database on this pool. */
  @SuppressWarnings("unchecked")
  public Database on(DataSource pool) {
    var instance =
        (Instance<DataSource>)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Instance.class},
                (_, method, _) -> {
                  if (method.getName().equals("get")) {
                    return pool;
                  }
                  throw new UnsupportedOperationException(method.getName());
                });
    return new Database(instance, transactions, meters);
  }
}
