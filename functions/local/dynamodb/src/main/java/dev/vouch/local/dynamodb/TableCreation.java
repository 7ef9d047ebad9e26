package dev.vouch.local.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Projection;

/** Turns a table's CloudFormation properties into the table. */
final class TableCreation {
  private TableCreation() {}

  static void create(DynamoDbClient client, String name, Map<?, ?> properties) {
    CreateTableRequest.Builder request =
        CreateTableRequest.builder()
            .tableName(name)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .attributeDefinitions(attributes(list(properties, "AttributeDefinitions")))
            .keySchema(keys(list(properties, "KeySchema")));
    if (properties.containsKey("GlobalSecondaryIndexes")) {
      request.globalSecondaryIndexes(indexes(list(properties, "GlobalSecondaryIndexes")));
    }
    client.createTable(request.build());
  }

  private static List<AttributeDefinition> attributes(List<Map<?, ?>> definitions) {
    List<AttributeDefinition> attributes = new ArrayList<>();
    for (Map<?, ?> definition : definitions) {
      attributes.add(
          AttributeDefinition.builder()
              .attributeName(text(definition, "AttributeName"))
              .attributeType(text(definition, "AttributeType"))
              .build());
    }
    return attributes;
  }

  private static List<KeySchemaElement> keys(List<Map<?, ?>> schema) {
    List<KeySchemaElement> keys = new ArrayList<>();
    for (Map<?, ?> element : schema) {
      keys.add(
          KeySchemaElement.builder()
              .attributeName(text(element, "AttributeName"))
              .keyType(text(element, "KeyType"))
              .build());
    }
    return keys;
  }

  private static List<GlobalSecondaryIndex> indexes(List<Map<?, ?>> descriptions) {
    List<GlobalSecondaryIndex> indexes = new ArrayList<>();
    for (Map<?, ?> description : descriptions) {
      Map<?, ?> projection = (Map<?, ?>) value(description, "Projection");
      Projection.Builder projected =
          Projection.builder().projectionType(text(projection, "ProjectionType"));
      if (projection.get("NonKeyAttributes") instanceof List<?> names) {
        projected.nonKeyAttributes(names.stream().map(String::valueOf).toList());
      }
      indexes.add(
          GlobalSecondaryIndex.builder()
              .indexName(text(description, "IndexName"))
              .keySchema(keys(list(description, "KeySchema")))
              .projection(projected.build())
              .build());
    }
    return indexes;
  }

  @SuppressWarnings("unchecked") // the template's lists of mappings; anything else fails at use
  private static List<Map<?, ?>> list(Map<?, ?> properties, String name) {
    return (List<Map<?, ?>>) value(properties, name);
  }

  private static String text(Map<?, ?> properties, String name) {
    return String.valueOf(value(properties, name));
  }

  private static Object value(Map<?, ?> properties, String name) {
    return Objects.requireNonNull(properties.get(name), name);
  }
}
