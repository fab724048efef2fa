package io.signetmail.keys.api;

import static io.signetmail.keys.tokens.Role.AUDITOR;
import static io.signetmail.keys.tokens.Role.PROVISIONER;

import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.rotation.Rotations;
import io.signetmail.keys.signingkeys.KeyAlgorithm;
import io.signetmail.keys.signingkeys.Selector;
import io.signetmail.keys.users.UserName;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Replaces keys without a moment in which mail is signed by one that is not in DNS.
@Path("/v1/domains/{domain}/rotations")
@RunOnVirtualThread
class RotationResource {
  private final Rotations rotations;
  private final Caller caller;

  RotationResource(Rotations rotations, Caller caller) {
    this.rotations = rotations;
    this.caller = caller;
  }

  /// @param algorithm missing: as the key that signs now
  /// @param user missing: the key of the domain
  record RotationInput(
      @Nullable String algorithm, @Nullable String selector, @Nullable String user) {
    Rotations.Wanted toWanted() {
      return new Rotations.Wanted(
          Optional.ofNullable(user).map(text -> UserName.fromInput("user", text)),
          Optional.ofNullable(algorithm).map(text -> KeyAlgorithm.fromInput("algorithm", text)),
          Optional.ofNullable(selector).map(text -> Selector.fromInput("selector", text)));
    }
  }

  /// The newest first.
  record RotationList(List<RotationView> rotations) {}

  /// Makes the new key; it signs once its record is on all authoritative servers.
  @POST
  @Allow(PROVISIONER)
  public RestResponse<RotationView> start(
      @RestPath MailDomain domain, @Nullable RotationInput input) {
    var wanted = input == null ? Rotations.Wanted.AS_IT_IS : input.toWanted();
    var shown = rotations.start(caller.actor(), domain, wanted);
    return RestResponse.status(RestResponse.Status.CREATED, RotationView.of(shown));
  }

  @GET
  @Allow({PROVISIONER, AUDITOR})
  public RotationList list(@RestPath MailDomain domain, @RestQuery @Nullable String limit) {
    return new RotationList(
        rotations.list(caller.actor(), domain, Input.limit(limit)).stream()
            .map(RotationView::of)
            .toList());
  }

  @GET
  @Path("{id}")
  @Allow({PROVISIONER, AUDITOR})
  public RotationView get(@RestPath MailDomain domain, @RestPath String id) {
    return RotationView.of(rotations.get(caller.actor(), domain, Input.id(id)));
  }

  /// Only while the new key does not sign yet.
  @POST
  @Path("{id}/cancel")
  @Allow(PROVISIONER)
  public RotationView cancel(@RestPath MailDomain domain, @RestPath String id) {
    return RotationView.of(rotations.cancel(caller.actor(), domain, Input.id(id)));
  }
}
