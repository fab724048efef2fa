package io.signetmail.relay.api;

import io.signetmail.bus.MessageId;
import io.signetmail.relay.queue.Verb;
import io.signetmail.relay.store.QueueReport;
import io.signetmail.relay.store.QueueVerbs;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// What waits, why, and since when; and what an operator does about it.
@Path("/v1/queue")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class QueueResource {
  private final QueueReport report;
  private final QueueVerbs verbs;
  private final InstantSource clock;

  QueueResource(QueueReport report, QueueVerbs verbs, InstantSource clock) {
    this.report = report;
    this.verbs = verbs;
    this.clock = clock;
  }

  @GET
  public QueueView queue(@RestQuery @DefaultValue("50") String limit) {
    var lanes = Limit.parse(limit).value();
    return QueueView.of(report.summary(), report.lanes(lanes));
  }

  @GET
  @Path("messages/{id}")
  public MessageView message(@RestPath String id) {
    var known = MessageId.parse(id).map(report::recipients).orElse(List.of());
    if (known.isEmpty()) {
      throw new NotThere("no message " + (id.length() > 40 ? "like that" : id) + " in the queue");
    }
    return MessageView.of(id, known);
  }

  /// `retry`, `hold` or `drop` whatever the selection fits.
  @POST
  @Path("{verb}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Done apply(@RestPath String verb, @Nullable SelectionRequest selection) {
    var known = Verb.named(verb).orElseThrow(() -> new NotThere("verbs are retry, hold and drop"));
    if (selection == null) {
      throw new BadRequest("a selection is missing");
    }
    var recipients = verbs.apply(known, selection.parsed(), ApiGuard.ACTOR, clock.instant());
    return new Done(known.keyword(), recipients);
  }

  /// @param recipients how many it was done to
  public record Done(String verb, int recipients) {}
}
