package dev.ziggurat.workers;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;

/** ElasticMQ, a server of SQS, in this process, and a client that looks into its queues. */
public final class SqsServer implements AutoCloseable {

  private static final String REGION = "eu-central-1";
  private static final String KEY = "x";

  private final SQSRestServer server;
  private final URI endpoint;
  private final SqsClient client;

  /** On a free port. */
  public SqsServer() {
    server = SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().start();
    endpoint = URI.create("http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort());
    client =
        SqsClient.builder()
            .endpointOverride(endpoint)
            .region(Region.of(REGION))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, KEY)))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  /** What the SDK looks for in system properties. */
  public Map<String, String> properties() {
    return Map.of(
        "aws.endpointUrlSqs",
        endpoint.toString(),
        "aws.region",
        REGION,
        "aws.accessKeyId",
        KEY,
        "aws.secretAccessKey",
        KEY);
  }

  /** A new queue, whose messages are hidden for a minute from others than who received them. */
  public String queue(String name) {
    client.createQueue(
        request ->
            request
                .queueName(name)
                .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "60")));
    return endpoint + "/000000000000/" + name;
  }

  /** Messages that are there now, at most ten; waits a moment for one. */
  public List<Message> receive(String queue) {
    return client
        .receiveMessage(
            request -> request.queueUrl(queue).maxNumberOfMessages(10).waitTimeSeconds(1))
        .messages();
  }

  /** Sends a message. */
  public void send(String queue, String text) {
    client.sendMessage(request -> request.queueUrl(queue).messageBody(text));
  }

  /** A message is done; it may have been before. */
  public void delete(String queue, Message message) {
    try {
      client.deleteMessage(
          request -> request.queueUrl(queue).receiptHandle(message.receiptHandle()));
    } catch (ReceiptHandleIsInvalidException _) {
      // SQS itself accepts that.
    }
  }

  /** Loses all messages of a queue. */
  public void purge(String queue) {
    client.purgeQueue(request -> request.queueUrl(queue));
  }

  /** How many messages a queue has, those with receivers and those that are due later included. */
  public int messages(String queue) {
    return count(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)
        + count(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)
        + delayed(queue);
  }

  /** How many messages of a queue are due later. */
  public int delayed(String queue) {
    return count(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);
  }

  private int count(String queue, QueueAttributeName name) {
    return Integer.parseInt(
        client
            .getQueueAttributes(request -> request.queueUrl(queue).attributeNames(name))
            .attributes()
            .get(name));
  }

  @Override
  public void close() {
    client.close();
    server.stopAndWait();
  }
}
