package dev.ziggurat.workers;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * The queues at Amazon SQS. Region, credentials and endpoint are found as AWS's SDK does, with the
 * first message. All methods throw {@code SdkException} if SQS does not answer, or refuses.
 */
@Singleton
class SqsQueues {

  /** How many messages one request sends or receives at most: a limit of SQS. */
  static final int BATCH = 10;

  /** The longest delay of a message: a limit of SQS. */
  static final Duration LONGEST_DELAY = Duration.ofSeconds(900);

  /** The longest time that a message can be hidden from others: a limit of SQS. */
  private static final Duration LONGEST_HIDDEN = Duration.ofHours(12);

  /** How long SQS waits for a message before it answers that there is none: its longest. */
  private static final Duration LONG_POLL = Duration.ofSeconds(20);

  private static final Duration CONNECT = Duration.ofSeconds(2);

  private final WorkersConfig config;
  private final Lock lock = new ReentrantLock();
  private @Nullable SqsClient client;

  SqsQueues(WorkersConfig config) {
    this.config = config;
  }

  private SqsClient client() {
    lock.lock();
    try {
      var known = client;
      if (known == null) {
        known =
            SqsClient.builder()
                .httpClientBuilder(
                    UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(LONG_POLL.plus(CONNECT)))
                .build();
        client = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  @PreDestroy
  void close() {
    lock.lock();
    try {
      if (client != null) {
        client.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends messages, at most {@link #BATCH}.
   *
   * @return why those were refused that were, by their index
   */
  Map<Integer, String> send(String queue, List<String> texts) {
    var entries = new ArrayList<SendMessageBatchRequestEntry>();
    for (var text : texts) {
      entries.add(
          SendMessageBatchRequestEntry.builder()
              .id(Integer.toString(entries.size()))
              .messageBody(text)
              .build());
    }
    var answer =
        client()
            .sendMessageBatch(
                request ->
                    request
                        .queueUrl(queue)
                        .entries(entries)
                        .overrideConfiguration(
                            limits -> limits.apiCallTimeout(config.sendTimeout())));
    var refused = new HashMap<Integer, String>();
    for (BatchResultErrorEntry failed : answer.failed()) {
      refused.put(Integer.valueOf(failed.id()), failed.code() + ' ' + failed.message());
    }
    return Map.copyOf(refused);
  }

  /**
   * Sends a message that is to come after some time.
   *
   * @param delay cut to {@link #LONGEST_DELAY}, and rounded up to seconds
   */
  void send(String queue, String text, Duration delay) {
    client()
        .sendMessage(
            request ->
                request
                    .queueUrl(queue)
                    .messageBody(text)
                    .delaySeconds(seconds(delay, LONGEST_DELAY))
                    .overrideConfiguration(limits -> limits.apiCallTimeout(config.sendTimeout())));
  }

  /**
   * Waits for messages up to 20 seconds.
   *
   * @param most at most {@link #BATCH}
   * @param hidden how long nobody else gets them
   */
  List<Message> receive(String queue, int most, Duration hidden) {
    return client()
        .receiveMessage(
            request ->
                request
                    .queueUrl(queue)
                    .maxNumberOfMessages(most)
                    .waitTimeSeconds(Math.toIntExact(LONG_POLL.toSeconds()))
                    .visibilityTimeout(seconds(hidden, LONGEST_HIDDEN)))
        .messages();
  }

  /** From now, nobody else gets a message for so long. */
  void hide(String queue, String receipt, Duration hidden) {
    client()
        .changeMessageVisibility(
            request ->
                request
                    .queueUrl(queue)
                    .receiptHandle(receipt)
                    .visibilityTimeout(seconds(hidden, LONGEST_HIDDEN)));
  }

  /** Says that a message is done. */
  void delete(String queue, String receipt) {
    client().deleteMessage(request -> request.queueUrl(queue).receiptHandle(receipt));
  }

  private static int seconds(Duration time, Duration most) {
    if (time.isNegative()) {
      return 0;
    }
    var shorter = time.compareTo(most) < 0 ? time : most;
    return Math.toIntExact(shorter.plusNanos(999_999_999).toSeconds());
  }
}
