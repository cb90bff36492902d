package dev.tarn.benchmarks.opensearch;

import dev.tarn.benchmarks.search.HttpQuestion;
import dev.tarn.benchmarks.search.Question;
import dev.tarn.benchmarks.search.SearchEngine;
import dev.tarn.benchmarks.search.ServedEngine;
import dev.tarn.core.asset.Asset;
import dev.tarn.core.state.StateSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.opensearch.Version;
import org.opensearch.action.admin.indices.stats.CommonStats;
import org.opensearch.action.bulk.BulkRequest;
import org.opensearch.action.bulk.BulkResponse;
import org.opensearch.action.get.GetResponse;
import org.opensearch.action.index.IndexRequest;
import org.opensearch.action.search.SearchRequest;
import org.opensearch.action.search.SearchResponse;
import org.opensearch.common.unit.Fuzziness;
import org.opensearch.core.common.transport.TransportAddress;
import org.opensearch.http.HttpInfo;
import org.opensearch.index.query.BoolQueryBuilder;
import org.opensearch.index.query.MultiMatchQueryBuilder;
import org.opensearch.index.query.Operator;
import org.opensearch.index.query.QueryBuilder;
import org.opensearch.index.query.QueryBuilders;
import org.opensearch.search.SearchHit;
import org.opensearch.search.aggregations.AggregationBuilders;
import org.opensearch.search.builder.SearchSourceBuilder;
import org.opensearch.search.sort.SortOrder;
import org.opensearch.search.suggest.SuggestBuilder;
import org.opensearch.search.suggest.SuggestBuilders;
import org.opensearch.search.suggest.completion.CompletionSuggestion;
import org.opensearch.transport.client.Client;

/** One shard without replicas, asked in process: neither HTTP nor JSON of requests is in it. */
final class OpenSearchEngine implements ServedEngine {
  private static final int BULK_DOCUMENTS = 2_000;
  private static final int FACET_SIZE = 10;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Map<String, Float> WEIGHTS =
      Map.of("name.words", 4f, "qualifiedName.words", 2f, "description", 1f, "columns", 1f);

  private final OpenSearchNode node;
  private final Client client;
  private final Map<Question.Page, Object[]> cursors = new HashMap<>();

  private OpenSearchEngine(OpenSearchNode node) {
    this.node = node;
    this.client = node.client();
  }

  static SearchEngine open(Path folder) throws IOException {
    OpenSearchEngine engine = new OpenSearchEngine(OpenSearchNode.start(folder));
    engine
        .client
        .admin()
        .indices()
        .prepareCreate(OpenSearchMapping.INDEX)
        .setSettings(OpenSearchMapping.settings())
        .setMapping(OpenSearchMapping.json())
        .get();
    return engine;
  }

  @Override
  public String name() {
    return "OpenSearch " + Version.CURRENT;
  }

  @Override
  public void load(StateSource state) throws IOException {
    int threads = Runtime.getRuntime().availableProcessors();
    Map<String, List<String>> columns = new ConcurrentHashMap<>();
    state.columnNames(
        threads,
        (parent, name) ->
            columns.compute(
                parent,
                (_, names) -> {
                  List<String> all = names == null ? new ArrayList<>() : names;
                  all.add(name);
                  return all;
                }));
    try (Bulks bulks = new Bulks()) {
      state.assets(
          threads, asset -> bulks.add(asset, columns.getOrDefault(asset.id().value(), List.of())));
    }
    client.admin().indices().prepareRefresh(OpenSearchMapping.INDEX).get();
    client.admin().indices().prepareFlush(OpenSearchMapping.INDEX).setForce(true).get();
    while (stats().getMerge().getCurrent() > 0) {
      LockSupport.parkNanos(POLL.toNanos());
    }
    client.admin().indices().prepareRefresh(OpenSearchMapping.INDEX).get();
    client.admin().indices().prepareFlush(OpenSearchMapping.INDEX).setForce(true).get();
  }

  /** Requests that several threads fill, each its own. */
  private final class Bulks implements AutoCloseable {
    private final ThreadLocal<BulkRequest> filling = ThreadLocal.withInitial(this::begin);
    private final List<BulkRequest> begun = new ArrayList<>();

    private synchronized BulkRequest begin() {
      BulkRequest request = new BulkRequest();
      begun.add(request);
      return request;
    }

    void add(Asset asset, List<String> columns) {
      try {
        BulkRequest request = filling.get();
        request.add(
            new IndexRequest(OpenSearchMapping.INDEX)
                .id(asset.id().value())
                .source(OpenSearchMapping.document(asset, columns)));
        if (request.numberOfActions() >= BULK_DOCUMENTS) {
          send(request);
          synchronized (this) {
            begun.remove(request);
          }
          filling.remove();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void send(BulkRequest request) {
      BulkResponse response = client.bulk(request).actionGet();
      if (response.hasFailures()) {
        throw new IllegalStateException(response.buildFailureMessage());
      }
    }

    @Override
    public synchronized void close() {
      begun.stream().filter(request -> request.numberOfActions() > 0).forEach(this::send);
    }
  }

  private CommonStats stats() {
    return client.admin().indices().prepareStats(OpenSearchMapping.INDEX).get().getTotal();
  }

  @Override
  public long bytes() {
    return stats().getStore().sizeInBytes();
  }

  @Override
  public int segments() {
    return (int) stats().getSegments().getCount();
  }

  @Override
  public void prepare(Question question) {
    if (question instanceof Question.Page page) {
      cursor(page);
    }
  }

  @Override
  public Answer ask(Question question) {
    return switch (question) {
      case Question.Text text -> forgiving(text);
      case Question.Page page -> answer(page(page.text(), cursor(page)));
      case Question.Prefix prefix ->
          switch (prefix.order()) {
            case CLOSEST -> answer(beginning(prefix));
            case POPULARITY -> complete(prefix);
          };
      case Question.ById(String id) -> {
        GetResponse found = client.prepareGet(OpenSearchMapping.INDEX, id).setRealtime(false).get();
        yield new Answer(found.getSourceAsMap().isEmpty() ? 0 : 1, 1);
      }
      case Question.ByName name -> answer(named(name));
    };
  }

  @Override
  public URI uri() {
    TransportAddress address =
        client
            .admin()
            .cluster()
            .prepareNodesInfo()
            .get()
            .getNodes()
            .getFirst()
            .getInfo(HttpInfo.class)
            .getAddress()
            .publishAddress();
    return URI.create("http://" + address.getAddress() + ":" + address.getPort());
  }

  @Override
  public HttpQuestion overHttp(Question question) {
    return switch (question) {
      case Question.Text text -> post(search(text, words(text.words())));
      case Question.Page page -> post(page(page.text(), null));
      case Question.Prefix prefix ->
          switch (prefix.order()) {
            case CLOSEST -> post(beginning(prefix));
            case POPULARITY -> post(completion(prefix));
          };
      case Question.ById(String id) ->
          new HttpQuestion("/" + OpenSearchMapping.INDEX + "/_doc/" + id + "?realtime=false", "");
      case Question.ByName name -> post(named(name));
    };
  }

  private static HttpQuestion post(SearchSourceBuilder source) {
    return new HttpQuestion(
        "/" + OpenSearchMapping.INDEX + "/_search?request_cache=false", source.toString());
  }

  private static SearchSourceBuilder named(Question.ByName name) {
    return new SearchSourceBuilder()
        .query(
            QueryBuilders.boolQuery()
                .filter(QueryBuilders.termQuery("type", name.type()))
                .filter(QueryBuilders.termQuery("qualifiedName", name.qualifiedName())))
        .size(1);
  }

  /** Asks again for words like these if there is nothing, as an application does. */
  private Answer forgiving(Question.Text text) {
    Answer answer = answer(search(text, words(text.words())));
    return answer.total() > 0 ? answer : answer(search(text, alike(text.words())));
  }

  private static SearchSourceBuilder search(Question.Text text, QueryBuilder words) {
    BoolQueryBuilder query = QueryBuilders.boolQuery().must(words);
    text.filters().forEach((field, value) -> query.filter(QueryBuilders.termQuery(field, value)));
    SearchSourceBuilder source = new SearchSourceBuilder().query(query).size(text.limit());
    for (String facet : text.facets()) {
      source.aggregation(AggregationBuilders.terms(facet).field(facet).size(FACET_SIZE));
    }
    return source;
  }

  private static QueryBuilder words(String words) {
    return words.isEmpty()
        ? QueryBuilders.matchAllQuery()
        : QueryBuilders.multiMatchQuery(words)
            .fields(WEIGHTS)
            .type(MultiMatchQueryBuilder.Type.CROSS_FIELDS)
            .operator(Operator.AND);
  }

  private static QueryBuilder alike(String words) {
    return QueryBuilders.multiMatchQuery(words)
        .fields(WEIGHTS)
        .fuzziness(Fuzziness.AUTO)
        .operator(Operator.AND);
  }

  /** Pages need an order in which no two assets are equal. */
  private static SearchSourceBuilder page(Question.Text text, Object @Nullable [] after) {
    SearchSourceBuilder source =
        search(text, words(text.words())).sort("_score", SortOrder.DESC).sort("seq");
    return after == null ? source : source.searchAfter(after);
  }

  /** Walks to a page, once; to the last one if there are not so many. */
  private Object @Nullable [] cursor(Question.Page page) {
    Object[] known = cursors.get(page);
    if (known != null) {
      return known;
    }
    Object[] cursor = null;
    for (int number = 0; number < page.number(); number++) {
      SearchHit[] hits = send(page(page.text(), cursor)).getHits().getHits();
      if (hits.length < page.text().limit()) {
        break;
      }
      cursor = hits[hits.length - 1].getSortValues();
    }
    if (cursor != null) {
      cursors.put(page, cursor);
    }
    return cursor;
  }

  private static SearchSourceBuilder beginning(Question.Prefix prefix) {
    return new SearchSourceBuilder()
        .query(QueryBuilders.matchBoolPrefixQuery("name.words", prefix.typed()))
        .size(prefix.limit());
  }

  private static SearchSourceBuilder completion(Question.Prefix prefix) {
    return new SearchSourceBuilder()
        .suggest(
            new SuggestBuilder()
                .addSuggestion(
                    OpenSearchMapping.SUGGEST,
                    SuggestBuilders.completionSuggestion(OpenSearchMapping.SUGGEST)
                        .prefix(prefix.typed())
                        .size(prefix.limit())));
  }

  private Answer complete(Question.Prefix prefix) {
    CompletionSuggestion found =
        send(completion(prefix)).getSuggest().getSuggestion(OpenSearchMapping.SUGGEST);
    int hits = 0;
    for (CompletionSuggestion.Entry.Option option : found.getOptions()) {
      hits += read(option.getHit());
    }
    return new Answer(hits, hits);
  }

  private Answer answer(SearchSourceBuilder source) {
    SearchResponse response = send(source);
    int hits = 0;
    for (SearchHit hit : response.getHits()) {
      hits += read(hit);
    }
    return new Answer(response.getHits().getTotalHits().value(), hits);
  }

  private SearchResponse send(SearchSourceBuilder source) {
    return client
        .search(new SearchRequest(OpenSearchMapping.INDEX).source(source).requestCache(false))
        .actionGet();
  }

  /** The other engine returns assets, not text. */
  private static int read(SearchHit hit) {
    return hit.getSourceAsMap().isEmpty() ? 0 : 1;
  }

  @Override
  public void close() throws IOException {
    node.close();
  }
}
