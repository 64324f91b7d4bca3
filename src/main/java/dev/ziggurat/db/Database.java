package dev.ziggurat.db;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Status;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Runs SQL with named parameters, {@code :name}. Inside a transaction every statement joins it;
 * outside, each runs in its own. Counts driver executions (a batch is one) as {@code
 * ziggurat_db_executions_total}. While the database is known to hang everything fails at once.
 */
@Singleton
// Referenced by name in JDBC URLs, for servers with certificates that Java trusts (RDS Proxy).
@RegisterForReflection(classNames = "org.postgresql.ssl.DefaultJavaSSLFactory")
public class Database {

  private static final int MAX_STATEMENTS = 1_000;

  /** Looked up lazily: profile simulator has these beans, but no database. */
  private final Instance<DataSource> dataSource;

  private final OpenTransactions transactions;
  private final Counter executions;
  private final DatabaseBreaker breaker = new DatabaseBreaker(System::nanoTime);
  private final ConcurrentMap<String, NamedSql> statements = new ConcurrentHashMap<>();

  /** Whether the last change that the database itself could refuse was refused. */
  private volatile boolean writesRefused;

  Database(Instance<DataSource> dataSource, OpenTransactions transactions, MeterRegistry meters) {
    this.dataSource = dataSource;
    this.transactions = transactions;
    this.executions = meters.counter("ziggurat.db.executions");
  }

  /** Sets a statement's parameters by name. */
  @FunctionalInterface
  public interface Binder {
    void bind(Parameters parameters) throws SQLException;
  }

  /** Sets the parameters of one row of a batch. */
  @FunctionalInterface
  public interface RowBinder<T> {
    void bind(Parameters parameters, T row) throws SQLException;
  }

  /** Reads the current row of the result. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Work on a prepared statement. */
  @FunctionalInterface
  private interface Work<T> {
    T on(PreparedStatement statement, Parameters parameters) throws SQLException;
  }

  /**
   * Does the work in a new transaction: committed when it returns, rolled back when it throws.
   *
   * @throws DatabaseClosing if the process is shutting down
   * @throws DatabaseException also if the commit fails
   */
  public <T> T inTransaction(Supplier<T> work) {
    var startedNanos = breaker.beginTransaction();
    transactions.begin();
    try {
      return QuarkusTransaction.requiringNew().call(work::get);
    } catch (QuarkusTransactionException uncommitted) {
      throw new DatabaseException(uncommitted);
    } catch (PersistenceException failure) {
      breaker.failed(startedNanos, failure);
      throw failure;
    } finally {
      transactions.end();
    }
  }

  /**
   * Does the work in a new transaction and rolls it back: a trial.
   *
   * @throws DatabaseException if the work could not be done
   */
  public <T> T rolledBack(Supplier<T> work) {
    var done = new AtomicReference<T>();
    try {
      inTransaction(
          () -> {
            done.set(work.get());
            throw new Undone();
          });
    } catch (Undone undone) {
      // That was the intention.
    }
    return done.get();
  }

  private static final class Undone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Undone() {
      super(null, null, false, false);
    }
  }

  /** Does the work in the caller's transaction, or in a new one if there is none. */
  public <T> T joinTransaction(Supplier<T> work) {
    return QuarkusTransaction.getStatus() == Status.STATUS_NO_TRANSACTION
        ? inTransaction(work)
        : work.get();
  }

  /**
   * Does the work, in which PostgreSQL joins tables by hash or by merge, never row by row. For
   * statements that join all rows of a tick or of a game: until these are analyzed, the server
   * takes them for one row, and may compare each row of one table with each of the other, which
   * takes minutes for 10,000 agents.
   */
  public <T> T joiningManyRows(Supplier<T> work) {
    return joinTransaction(
        () -> {
          nestedLoops("off");
          var done = work.get();
          nestedLoops("on");
          return done;
        });
  }

  /** Until the transaction ends. */
  private void nestedLoops(String value) {
    first(
        "select set_config('enable_nestloop', :value, true)",
        parameters -> parameters.setString("value", value),
        row -> row.getString(1));
  }

  /** All rows of a query; the query itself must bound them. */
  public <T> List<T> query(String sql, Binder binder, RowReader<T> reader) {
    return prepared(
        sql,
        (statement, parameters) -> {
          binder.bind(parameters);
          try (var result = statement.executeQuery()) {
            var rows = new ArrayList<T>();
            while (result.next()) {
              rows.add(reader.read(result));
            }
            return List.copyOf(rows);
          }
        });
  }

  /** The first row of a query, if any. */
  public <T> Optional<T> first(String sql, Binder binder, RowReader<T> reader) {
    return query(sql, binder, reader).stream().findFirst();
  }

  /** Runs one change and returns the number of rows affected. */
  public int update(String sql, Binder binder) {
    return prepared(
        sql,
        (statement, parameters) -> {
          binder.bind(parameters);
          return statement.executeUpdate();
        });
  }

  /**
   * Runs the change once for each row, as one batch; does nothing without rows.
   *
   * @return the number of rows affected, of updates and deletions; inserts that travel together are
   *     not counted
   */
  public <T> int batch(String sql, Collection<T> rows, RowBinder<T> binder) {
    if (rows.isEmpty()) {
      return 0;
    }
    return prepared(
        sql,
        (statement, parameters) -> {
          for (var row : rows) {
            binder.bind(parameters, row);
            statement.addBatch();
          }
          return Arrays.stream(statement.executeBatch()).filter(count -> count > 0).sum();
        });
  }

  /**
   * Caches parsed SQL, nearly all of which is constant; beyond the bound it is parsed each time.
   */
  private NamedSql named(String sql) {
    var known = statements.get(sql);
    if (known != null) {
      return known;
    }
    var named = NamedSql.parse(sql);
    if (statements.size() < MAX_STATEMENTS) {
      statements.put(sql, named);
    }
    return named;
  }

  private <T> T prepared(String sql, Work<T> work) {
    executions.increment();
    var named = named(sql);
    var startedNanos = breaker.begin();
    try (var connection = dataSource.get().getConnection();
        var statement = connection.prepareStatement(named.jdbc())) {
      var result = work.on(statement, new Parameters(named, statement));
      breaker.answered();
      return result;
    } catch (SQLException e) {
      breaker.failed(startedNanos, e);
      if (DatabaseOutage.refusesWrites(e)) {
        writesRefused = true;
      }
      throw new DatabaseException(e);
    }
  }

  /**
   * Whether the database takes changes. Tried only after one was refused because it is full or
   * read-only.
   *
   * @throws DatabaseException if it still refuses them
   */
  void checkWrites() {
    if (writesRefused) {
      rolledBack(
          () -> {
            // Some pages, so that room left on half-filled ones does not pass for a disk with room.
            update(
                """
                insert into write_check (content)
                select sha512(n::text::bytea) from generate_series(1, 1000) as n
                """,
                parameters -> {});
            return true;
          });
      writesRefused = false;
    }
  }
}
