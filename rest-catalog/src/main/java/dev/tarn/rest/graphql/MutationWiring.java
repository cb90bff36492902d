package dev.tarn.rest.graphql;

import dev.tarn.core.asset.AssetId;
import dev.tarn.core.change.Change;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import dev.tarn.core.scope.CommitId;
import dev.tarn.json.ChangeJson;
import dev.tarn.rest.request.WriteRequest;
import dev.tarn.rest.request.WriteResult;
import dev.tarn.rest.request.Writes;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.TypeRuntimeWiring;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The fields of {@code Mutation}: each is one change, in the form of a line of a bulk request. */
final class MutationWiring {
  private final Writes writes;

  MutationWiring(Writes writes) {
    this.writes = writes;
  }

  /** Makes the members of a change from the arguments of a field. */
  @FunctionalInterface
  private interface Members {
    Map<String, @Nullable Object> of(DataFetchingEnvironment field);
  }

  void addTo(RuntimeWiring.Builder wiring) {
    wiring.type(
        TypeRuntimeWiring.newTypeWiring("Mutation")
            .dataFetcher("upsert_asset", change("upsert", MutationWiring::input))
            .dataFetcher("patch_asset", change("patch", MutationWiring::patch))
            .dataFetcher("delete_asset", change("delete", MutationWiring::asset))
            .dataFetcher("restore_asset", change("restore", MutationWiring::asset))
            .dataFetcher("put_relationship", change("relate", MutationWiring::input))
            .dataFetcher(
                "remove_relationship",
                change("unrelate", field -> Arguments.camelCase(field.getArguments()))));
    new ObjectWiring<>("WriteResult", WriteResult.class)
        .field("commit", WriteResult::commit)
        .field("outcome", result -> result.outcome().code())
        .field("id", WriteResult::id)
        .field("version", WriteResult::version)
        .field("seq", WriteResult::seq)
        .loadTogether("asset", (result, field) -> Loaders.asset(field, new AssetId(result.id())))
        .addTo(wiring);
  }

  private DataFetcher<Object> change(String op, Members members) {
    return field -> {
      Map<String, @Nullable Object> change = new HashMap<>(members.of(field));
      change.put("op", op);
      return submit(field, ChangeJson.of(change));
    };
  }

  private static Map<String, @Nullable Object> input(DataFetchingEnvironment field) {
    Map<String, @Nullable Object> members = Arguments.camelCase(Arguments.object(field, "input"));
    if (members.get("mode") instanceof String mode) {
      members.put("mode", mode.toLowerCase(Locale.ROOT));
    }
    return members;
  }

  private static Map<String, @Nullable Object> patch(DataFetchingEnvironment field) {
    Map<String, @Nullable Object> members = input(field);
    members.put("asset", id(field));
    return members;
  }

  private static Map<String, @Nullable Object> asset(DataFetchingEnvironment field) {
    Map<String, @Nullable Object> members = new HashMap<>();
    members.put("asset", id(field));
    members.put("expectedVersion", Arguments.longNumber(field, Arguments.EXPECTED_VERSION));
    return members;
  }

  private static String id(DataFetchingEnvironment field) {
    return new AssetId(Arguments.requiredText(field, "id")).value();
  }

  private WriteResult submit(DataFetchingEnvironment field, Change change) throws IOException {
    RequestView view = RequestView.of(field.getGraphQlContext());
    WriteRequest request = view.write();
    if (request.expectedVersion() != null) {
      throw CatalogException.ofField(
          ErrorCode.INVALID_REQUEST,
          HttpHeaders.IF_MATCH,
          "a mutation has its own " + Arguments.EXPECTED_VERSION);
    }
    // Of several mutations in a request, each is one to be done once.
    String path = field.getExecutionStepInfo().getPath().toString();
    String key = request.idempotencyKey();
    WriteRequest mutation =
        new WriteRequest(
            request.scope(), request.context(), null, key == null ? null : key + path, path);
    WriteResult result = writes.submit(mutation, change, ChangeJson.writeBytes(change));
    view.advance(CommitId.parse(result.commit()));
    Loaders.clear(field);
    return result;
  }
}
