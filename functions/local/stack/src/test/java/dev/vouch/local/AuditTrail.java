package dev.vouch.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.vouch.local.Deployment.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** The audit table, read beside the functions. */
final class AuditTrail {
  private final DynamoDbClient client;
  private final String table;
  private final String issuer;

  AuditTrail(Running running) {
    client = running.dynamoDb().client();
    table = Objects.requireNonNull(running.tables().get("AuditTable"));
    issuer = running.issuer();
  }

  /** The chains that have been started, by writer. */
  Map<String, String> writers() {
    return partition("writers").stream()
        .collect(
            Collectors.toMap(
                row -> text(row, "sk"), row -> text(row, "function"), (a, b) -> a, TreeMap::new));
  }

  /** The records of these chains, each as the map that it is. */
  List<Map<String, Object>> records(Collection<String> writers) {
    List<Map<String, Object>> records = new ArrayList<>();
    for (String writer : writers) {
      for (Map<String, AttributeValue> row : partition("writer#" + writer)) {
        records.add(parsed(bytes(row, "record")));
      }
    }
    return records;
  }

  /** The log of these writers in the form of {@code vouch audit export}. */
  String export(Set<String> writers) {
    List<String> lines = new ArrayList<>();
    lines.add(
        Web.json(
            ordered(
                "vouch_audit_export", 1, "issuer", issuer, "exported_at", "2026-11-21T12:00:00Z")));
    for (Map<String, AttributeValue> row : partition("writers")) {
      if (writers.contains(text(row, "sk"))) {
        lines.add(
            Web.json(
                ordered(
                    "writer", text(row, "sk"),
                    "function", text(row, "function"),
                    "started_at", text(row, "started"))));
      }
    }
    writers.forEach(
        writer -> partition("writer#" + writer).forEach(row -> lines.add(line(writer, row))));
    return String.join("\n", lines) + "\n";
  }

  private static String line(String writer, Map<String, AttributeValue> row) {
    return Web.json(
        ordered(
            "id", writer + "-" + Long.parseLong(text(row, "sk")),
            "hash", Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(row, "hash")),
            "record", Base64.getEncoder().encodeToString(bytes(row, "record"))));
  }

  private static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      members.put(String.valueOf(pairs[i]), pairs[i + 1]);
    }
    return members;
  }

  private List<Map<String, AttributeValue>> partition(String key) {
    return client
        .queryPaginator(
            QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("pk = :pk")
                .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(key)))
                .build())
        .items()
        .stream()
        .toList();
  }

  private static byte[] bytes(Map<String, AttributeValue> row, String name) {
    return Objects.requireNonNull(row.get(name), name).b().asByteArray();
  }

  private static String text(Map<String, AttributeValue> row, String name) {
    return Objects.requireNonNull(row.get(name), name).s();
  }

  private static Map<String, Object> parsed(byte[] record) {
    try {
      return JSON.std.mapFrom(new String(record, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
