package dev.tarn.embeddings;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import dev.tarn.core.error.CatalogException;
import dev.tarn.core.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loaded model. Thread safe; not closed while it encodes. */
final class MiniLmEncoder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MiniLmEncoder.class);
  private static final String MODEL = "all-minilm-l6-v2-q.onnx";
  private static final String TOKENIZER = "all-minilm-l6-v2-q-tokenizer.json";

  private final OrtSession session;
  private final OneByOne model;

  private MiniLmEncoder(OrtSession session, OneByOne model) {
    this.session = session;
    this.model = model;
  }

  /**
   * Loads the model from the class path.
   *
   * @param folder where the tokenizer's native library is unpacked
   * @throws LinkageError if a native library is not there for this machine
   */
  static MiniLmEncoder load(Path folder) throws UnavailableException {
    OrtSession session = null;
    try {
      Files.createDirectories(folder);
      stayOffline(folder);
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
          InputStream weights = resource(MODEL);
          InputStream tokenizer = resource(TOKENIZER)) {
        // The caller's thread does the work: it has the say over how much of the machine is used.
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        session = environment.createSession(weights.readAllBytes(), options);
        MiniLmEncoder encoder =
            new MiniLmEncoder(
                session,
                new OneByOne(
                    new OnnxBertBiEncoder(environment, session, tokenizer, PoolingMode.MEAN)));
        session = null;
        return encoder;
      }
    } catch (IOException | OrtException | RuntimeException e) {
      throw new UnavailableException(e);
    } finally {
      close(session);
    }
  }

  /**
   * The tokenizer's library looks for other builds of itself on the network, and reports its use,
   * unless it is told not to; by system properties only.
   */
  private static void stayOffline(Path folder) {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    if (System.getProperty("ENGINE_CACHE_DIR") == null) {
      System.setProperty("ENGINE_CACHE_DIR", folder.toAbsolutePath().toString());
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream resource = MiniLmEncoder.class.getClassLoader().getResourceAsStream(name);
    if (resource == null) {
      throw new IOException(name + " is not on the class path");
    }
    return resource;
  }

  float[] encode(String text) {
    try {
      return model.embedAll(List.of(TextSegment.from(text))).content().getFirst().vector();
    } catch (RuntimeException e) {
      // The library wraps what the runtime says in an exception without a type of its own.
      throw new CatalogException(
          ErrorCode.SEARCH_NOT_AVAILABLE, "the embedding model failed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    close(session);
  }

  private static void close(@Nullable OrtSession session) {
    if (session != null) {
      try {
        session.close();
      } catch (OrtException e) {
        LOG.atWarn().setMessage("The embedding model was not closed cleanly").setCause(e).log();
      }
    }
  }

  /** Encodes on the caller's thread. */
  private static final class OneByOne extends AbstractInProcessEmbeddingModel {
    private final OnnxBertBiEncoder encoder;

    OneByOne(OnnxBertBiEncoder encoder) {
      super(Runnable::run);
      this.encoder = encoder;
    }

    @Override
    protected OnnxBertBiEncoder model() {
      return encoder;
    }
  }
}
