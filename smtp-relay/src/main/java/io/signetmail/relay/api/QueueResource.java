package io.signetmail.relay.api;

import io.signetmail.relay.store.QueueReport;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestQuery;

/// What waits, why, and since when.
@Path("/v1/queue")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class QueueResource {
  private final QueueReport report;

  QueueResource(QueueReport report) {
    this.report = report;
  }

  @GET
  public QueueView queue(@RestQuery @DefaultValue("50") String limit) {
    var lanes = Limit.parse(limit).value();
    return QueueView.of(report.summary(), report.lanes(lanes));
  }
}
