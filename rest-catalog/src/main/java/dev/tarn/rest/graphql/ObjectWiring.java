package dev.tarn.rest.graphql;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.TypeRuntimeWiring;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says what the fields of an object type are made of.
 *
 * @param <T> what an object of the type is in Java
 */
final class ObjectWiring<T> {
  private final TypeRuntimeWiring.Builder type;
  private final Class<T> source;

  ObjectWiring(String typeName, Class<T> source) {
    this.type = TypeRuntimeWiring.newTypeWiring(typeName);
    this.source = source;
  }

  /** Reads a field that needs more than its object. */
  @FunctionalInterface
  interface Load<T> {
    @Nullable Object load(T object, DataFetchingEnvironment field) throws Exception;
  }

  /** Reads a field together with those of other objects. */
  @FunctionalInterface
  interface LoadTogether<T> {
    @Nullable CompletableFuture<?> load(T object, DataFetchingEnvironment field) throws Exception;
  }

  ObjectWiring<T> field(String name, Function<T, ? extends @Nullable Object> read) {
    return load(name, (object, field) -> read.apply(object));
  }

  ObjectWiring<T> load(String name, Load<T> load) {
    type.dataFetcher(
        name, field -> load.load(source.cast(Objects.requireNonNull(field.getSource())), field));
    return this;
  }

  ObjectWiring<T> loadTogether(String name, LoadTogether<T> load) {
    DataFetcher<@Nullable CompletableFuture<?>> fetcher =
        field -> load.load(source.cast(Objects.requireNonNull(field.getSource())), field);
    type.dataFetcher(name, fetcher);
    return this;
  }

  void addTo(RuntimeWiring.Builder wiring) {
    wiring.type(type);
  }
}
