package io.signetmail.standalone;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the control endpoint can stop, kill and start: the services, the broker and the database.
///
/// @param services the service processes
/// @param infrastructure `kafka` and `postgres`, which can be killed and started
record Parts(Services services, Infrastructure infrastructure) {

  Map<String, Map<String, Object>> states() throws IOException {
    var states = new LinkedHashMap<>(services.states());
    states.putAll(infrastructure.states());
    return states;
  }

  /// @return what is wrong with the request; empty when it was done
  String act(String name, String verb) throws IOException, InterruptedException {
    if (name.equals(Infrastructure.KAFKA) || name.equals(Infrastructure.POSTGRES)) {
      return infrastructure(name, verb);
    }
    var instance = Instance.labelled(name);
    if (instance.isEmpty()) {
      return "no service " + name;
    }
    switch (verb) {
      case "start" -> services.start(instance.get());
      case "stop" -> services.stop(instance.get());
      case "kill" -> services.kill(instance.get());
      default -> {
        return "start, stop or kill";
      }
    }
    return "";
  }

  private String infrastructure(String name, String verb) throws IOException, InterruptedException {
    switch (verb) {
      case "kill" -> infrastructure.kill(name);
      case "start" -> {
        try {
          if (name.equals(Infrastructure.KAFKA)) {
            infrastructure.startKafka();
          } else {
            var _ = infrastructure.startPostgres();
          }
        } catch (StartFailed e) {
          return String.valueOf(e.getMessage());
        }
      }
      default -> {
        return "start or kill";
      }
    }
    return "";
  }
}
