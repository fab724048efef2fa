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
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// What arrived and was no report, with the reason and the bytes. For those who see everything.
@Path("/v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class DeadLetterResource {
  private final ReportQueries queries;

  DeadLetterResource(ReportQueries queries) {
    this.queries = queries;
  }

  @GET
  public String list(
      @RestQuery @Nullable String after,
      @RestQuery @Nullable Integer limit,
      @Context ContainerRequestContext request) {
    seesEverything(request);
    int size = Pages.limit(limit);
    return Pages.of("deadLetters", queries.deadLetters(Pages.before(after), size + 1), size);
  }

  @GET
  @Path("{id}/raw")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  public byte[] raw(@RestPath long id, @Context ContainerRequestContext request) {
    seesEverything(request);
    return queries.rawOf(id).orElseThrow(() -> Problem.notFound("no dead letter " + id));
  }

  private static void seesEverything(ContainerRequestContext request) {
    if (!TokenFilter.callerOf(request).domains().isEmpty()) {
      throw new Problem(403, "forbidden", "dead letters belong to no domain");
    }
  }
}
