package dev.tarn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only has commands below it. */
abstract class CommandGroup implements Runnable {
  @Spec @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec == null) {
      throw new IllegalStateException("not parsed");
    }
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** Prints the names of a list. */
  static void printNames(Console console, JsonNode answer) {
    for (JsonNode item : Json.elements(answer, "items")) {
      console.line(Console.printable(Json.text(item, "name")));
    }
  }
}
