package dev.ziggurat;

/** How the tests are divided between two processes. */
final class TestSuites {

  /**
   * The classes with a {@link io.quarkus.test.junit.TestProfile}, each of which has an application
   * of its own, and the longest of those that start none.
   */
  static final String PROFILES =
      ".*\\.(access\\.(Issuers|Localhost)|chain\\.Probe|gateway\\.(CallerLeaves|SlowCaller)"
          + "|gateway\\.(|Embedding)FaultMatrix(|OtherApis)|http\\.RequestLimits|ledger\\.(GoldenInvoices|Usage)|live\\.Live"
          + "|models\\.(MissingKey|WandbModelList)|session\\.Guessing|tick\\.Frugality"
          + "|provider\\.(AnswerStream|ChatProviders|ErrorAnswers|PooledConnection|Transport|openai\\.Connect)"
          + "|trace\\.(MeterExport|TracedCall|TracedTick|Weave)|workers\\.(Amqp|Kafka|RabbitMq)"
          + "|Architecture|ConfigurationDocument|Documents|catalogue\\.Catalogue|db\\.Migration|db\\.embedded\\.FolderDatabase"
          + "|babylon\\.InterventionReferee|guardrails\\.SlidingWindow|simulator\\.(Answers|Faults))Test";

  /**
   * Packages whose tests are long enough together to start the usual application once more for
   * them, beside the other process.
   */
  static final String PACKAGES =
      "dev\\.ziggurat\\.(babylon\\.rest|httpworld|memory|models|play|tick)\\.[A-Za-z]+Test";

  private TestSuites() {}
}
