package io.signetmail.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;

/// One run of a verb: what it printed and how it ended.
public record Cli(int status, String out, String err) {

  public static Cli run(Object... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var texts = new String[arguments.length];
    for (var i = 0; i < arguments.length; i++) {
      texts[i] = arguments[i].toString();
    }
    int status =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(texts);
    return new Cli(status, out.toString(), err.toString());
  }

  public JsonNode json() {
    try {
      return new ObjectMapper().readTree(out);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + out, e);
    }
  }
}
