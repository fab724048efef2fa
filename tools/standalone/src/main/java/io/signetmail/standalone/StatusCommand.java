package io.signetmail.standalone;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `signet status`: what runs, and on which ports.
@Command(
    name = "status",
    description = "Says what runs on the data directory, and on which ports.",
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
  @Mixin private final SystemOptions system = new SystemOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    var data = system.options().data();
    var run = RunFile.ofLiving(data);
    if (run.isEmpty()) {
      System.out.println("no system runs on " + data.root());
      return 1;
    }
    System.out.printf(
        "process %d, %s, data in %s%n",
        run.get().pid(), run.get().ready() ? "ready" : "starting", data.root());
    Arrays.stream(Port.values())
        .forEach(p ->
            System.out.printf(
                "  %-17s %-7d %s%n", p.label(), run.get().ports().of(p), p.purpose()));
    return run.get().ready() ? services(run.get()) : 0;
  }

  private static int services(RunFile run) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(run.ports().url(Port.CONTROL) + "/v1/services"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, BodyHandlers.ofString());
      var states = new ObjectMapper().readTree(answer.body());
      boolean all = true;
      for (var state : states.properties()) {
        System.out.printf(
            "  %-17s %s (pid %d)%n",
            state.getKey(),
            state.getValue().path("state").asText(),
            state.getValue().path("pid").asLong());
        all &= state.getValue().path("state").asText().equals("running");
      }
      return all ? 0 : 1;
    }
  }
}
