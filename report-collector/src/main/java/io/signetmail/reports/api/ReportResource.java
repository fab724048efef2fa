package io.signetmail.reports.api;

import io.signetmail.reports.intake.IntakeResult;
import io.signetmail.reports.intake.Provenance;
import io.signetmail.reports.store.ReportInputs;
import io.signetmail.reports.store.ReportQueries;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.Locale;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// Reports: list, one, its records, and upload.
@Path("/v1/reports")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class ReportResource {
  private final ReportQueries queries;
  private final ReportInputs inputs;

  ReportResource(ReportQueries queries, ReportInputs inputs) {
    this.queries = queries;
    this.inputs = inputs;
  }

  @GET
  public String list(
      @RestQuery @Nullable String domain,
      @RestQuery @Nullable String after,
      @RestQuery @Nullable Integer limit,
      @Context ContainerRequestContext request) {
    var wanted = domain == null ? "" : domain.toLowerCase(Locale.ROOT);
    int size = Pages.limit(limit);
    var page = new ReportQueries.Page(wanted, Pages.before(after), size + 1);
    var found = queries.reports(page, TokenFilter.callerOf(request).domains());
    return Pages.of("reports", found, size);
  }

  @GET
  @Path("{id}")
  public String one(@RestPath String id, @Context ContainerRequestContext request) {
    long number = visible(id, request);
    return queries.report(number).orElseThrow(() -> Problem.notFound("no report " + number));
  }

  @GET
  @Path("{id}/records")
  public String records(
      @RestPath String id,
      @RestQuery @Nullable Integer after,
      @RestQuery @Nullable Integer limit,
      @Context ContainerRequestContext request) {
    long number = visible(id, request);
    int size = Pages.limit(limit);
    var found = queries.records(number, after == null ? -1 : after, size + 1);
    return Pages.of("records", found, size);
  }

  /// Takes raw, gzip, zip and mail alike: the first bytes say which.
  @POST
  @Consumes(MediaType.WILDCARD)
  public Response upload(byte[] body, @Context ContainerRequestContext request) {
    if (!TokenFilter.callerOf(request).isAdmin()) {
      throw new Problem(403, "forbidden", "only an admin token may upload reports");
    }
    var from = Provenance.upload("admin", InstantSource.system().instant());
    var result = inputs.store(body, from);
    if (result.count(IntakeResult.End.REFUSED) == result.items().size()) {
      throw new Problem(422, "not-a-report", result.items().getFirst().detail());
    }
    boolean isNew = result.count(IntakeResult.End.STORED) > 0;
    return Response.status(isNew ? 201 : 200).entity(UploadView.of(result)).build();
  }

  /// A report nobody may see is one that is not there.
  private long visible(String id, ContainerRequestContext request) {
    long number = id(id);
    var caller = TokenFilter.callerOf(request);
    var domain = queries.domainOf(number).filter(caller::mayRead);
    if (domain.isEmpty()) {
      throw Problem.notFound("no report " + number);
    }
    return number;
  }

  private static long id(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw Problem.notFound("no such report");
    }
  }
}
