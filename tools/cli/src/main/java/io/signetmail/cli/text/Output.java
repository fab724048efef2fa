package io.signetmail.cli.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Where a verb prints, and as what.
public final class Output {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec verb;

  @Option(names = "--json", description = "print one JSON document instead of text")
  private boolean json;

  public boolean isJson() {
    return json;
  }

  /// Prints one of the two.
  public void print(Map<String, ?> document, Consumer<PrintWriter> text) {
    var out = verb.commandLine().getOut();
    if (json) {
      printJson(document, out);
    } else {
      text.accept(out);
    }
    out.flush();
  }

  private static void printJson(Map<String, ?> document, PrintWriter out) {
    try {
      out.println(JSON.writeValueAsString(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // maps, lists and texts only
    }
  }

  public void warn(String sentence) {
    verb.commandLine().getErr().println("signet " + verb.name() + ": " + Plain.line(sentence));
    verb.commandLine().getErr().flush();
  }

  /// The command line makes no sense: exit status 2.
  public ParameterException misuse(String sentence) {
    return new ParameterException(verb.commandLine(), sentence);
  }
}
