package io.signetmail.cli;

import io.signetmail.auth.arc.ArcHop;
import io.signetmail.auth.arc.ArcResult;
import io.signetmail.cli.text.Section;
import java.util.LinkedHashMap;
import java.util.Map;

/// Tells an ARC chain: each sealer and what it says it saw.
final class ArcSection {
  private ArcSection() {}

  static Section of(ArcResult result, RecordingDns dns) {
    var section =
        switch (result) {
          case ArcResult.None _ -> new Section("ARC", "none: no chain");
          case ArcResult.Fail(var reason) ->
              new Section("ARC", "fail: " + reason).json("reason", reason);
          case ArcResult.Pass(var oldestPass, var hops) -> {
            var pass =
                new Section("ARC", "pass: " + hops.size() + " sets, all seals verify")
                    .fact("unchanged", unchanged(oldestPass))
                    .json("oldestPass", oldestPass)
                    .json("hops", hops.stream().map(ArcSection::json).toList());
            for (var hop : hops) {
              pass.fact("i=" + hop.instance(), hop.sealer() + " says: " + recorded(hop));
            }
            yield pass;
          }
        };
    section.json("result", result.keyword());
    dns.tell(section);
    return section;
  }

  private static String unchanged(int oldestPass) {
    return oldestPass == 0
        ? "since the first set"
        : "since i=" + oldestPass + ": older message signatures no longer verify";
  }

  private static String recorded(ArcHop hop) {
    var results = hop.recorded().results().stream().map(r -> r.method() + "=" + r.result());
    return String.join(" ", results.toList());
  }

  private static Map<String, ?> json(ArcHop hop) {
    var json = new LinkedHashMap<String, Object>();
    json.put("instance", hop.instance());
    json.put("sealer", hop.sealer().toString());
    json.put("selector", hop.selector().toString());
    json.put("recorded", recorded(hop));
    return json;
  }
}
