package io.signetmail.keys.api;

import static io.signetmail.keys.tokens.Role.AUDITOR;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.signetmail.keys.changes.AuditEntry;
import io.signetmail.keys.store.KeyStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// Who did what and when, newest first.
@Path("/v1/audit")
@RunOnVirtualThread
class AuditResource {
  private final KeyStore store;

  AuditResource(KeyStore store) {
    this.store = store;
  }

  /// @param actorId of the token; empty in older entries
  /// @param actor its name then, which others may have too
  record AuditView(
      long id,
      Instant at,
      String actorId,
      String actor,
      String action,
      String subject,
      Map<String, String> details) {
    static AuditView of(AuditEntry entry) {
      var change = entry.change();
      return new AuditView(
          entry.id(),
          change.at(),
          change.actorId(),
          change.actor(),
          change.action(),
          change.subject().key(),
          change.details());
    }
  }

  /// @param next what to give as `before` for the next page; missing on the last one
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record AuditList(List<AuditView> entries, @Nullable Long next) {}

  @GET
  @Allow(AUDITOR)
  public AuditList list(@RestQuery @Nullable String before, @RestQuery @Nullable String limit) {
    long from = before == null ? 0 : Input.number("before", before);
    int max = Input.limit(limit);
    var found =
        store.read(transaction -> transaction.changes().audit(from, max)).stream()
            .map(AuditView::of)
            .toList();
    return new AuditList(found, found.size() < max ? null : found.getLast().id());
  }
}
