package dev.tarn.cli;

import java.util.concurrent.Callable;

/** A command that asks the server. */
abstract class ApiCommand implements Callable<Integer> {
  private final RootCommand root;

  ApiCommand(RootCommand root) {
    this.root = root;
  }

  @Override
  public final Integer call() throws Exception {
    try (Api api = root.api()) {
      return run(api, root.console()).number();
    }
  }

  abstract ExitCode run(Api api, Console console) throws Exception;

  boolean json() {
    return root.json;
  }

  boolean verbose() {
    return root.verbose;
  }

  RootCommand root() {
    return root;
  }
}
