package dev.ziggurat.trigger.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.db.Migration;
import dev.ziggurat.db.MigrationFailed;
import dev.ziggurat.db.MigrationReport;
import io.quarkus.logging.Log;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * Brings the schema up to date on AWS Lambda, and answers what that was. Several invocations at
 * once do no harm; one that is cut off leaves whole migrations behind, and the next goes on.
 */
@Named("migrate")
@Singleton
public class MigrateHandler implements RequestHandler<JsonNode, MigrationReport> {

  private final Migration migration;

  MigrateHandler(Migration migration) {
    this.migration = migration;
  }

  /**
   * Migrates, whatever the event says.
   *
   * @throws MigrationFailed if the schema could not be brought up to date, saying what to do
   */
  @Override
  public MigrationReport handleRequest(JsonNode any, Context context) {
    var report = migration.run();
    Log.info(report.summary());
    return report;
  }
}
