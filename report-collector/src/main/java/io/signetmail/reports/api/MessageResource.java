package io.signetmail.reports.api;

import io.signetmail.reports.store.ReportQueries;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;

/// The story of one message.
@Path("/v1/messages")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class MessageResource {
  private final ReportQueries queries;

  MessageResource(ReportQueries queries) {
    this.queries = queries;
  }

  @GET
  @Path("{messageId}")
  public String story(@RestPath String messageId, @Context ContainerRequestContext request) {
    if (!TokenFilter.callerOf(request).domains().isEmpty()) {
      throw new Problem(403, "forbidden", "a token limited to domains cannot read messages");
    }
    if (!messageId.matches("[0-9A-HJKMNP-TV-Z]{26}")) {
      throw Problem.badRequest("a message id has 26 characters of Crockford's base 32");
    }
    var events = queries.message(messageId);
    if (events.isEmpty()) {
      throw Problem.notFound("no events of message " + messageId);
    }
    return Pages.of("events", events, Integer.MAX_VALUE);
  }
}
