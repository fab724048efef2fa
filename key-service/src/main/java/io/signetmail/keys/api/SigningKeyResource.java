package io.signetmail.keys.api;

import static io.signetmail.keys.signingkeys.KeyState.ACTIVE;
import static io.signetmail.keys.signingkeys.KeyState.DESTROYED;
import static io.signetmail.keys.signingkeys.KeyState.RETIRED;
import static io.signetmail.keys.signingkeys.KeyState.RETIRING;
import static io.signetmail.keys.tokens.Role.AUDITOR;
import static io.signetmail.keys.tokens.Role.PROVISIONER;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.signetmail.keys.dnscheck.DnsCheck;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.signingkeys.KeyState;
import io.signetmail.keys.signingkeys.RecordForm;
import io.signetmail.keys.signingkeys.Selector;
import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.signingkeys.SigningKeys;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// The DKIM keys of a domain, without their private halves.
@Path("/v1/domains/{domain}/keys")
@RunOnVirtualThread
class SigningKeyResource {
  private static final String OPERATOR = "operator";

  private final SigningKeys keys;
  private final DnsCheck dnsCheck;
  private final Caller caller;

  SigningKeyResource(SigningKeys keys, DnsCheck dnsCheck, Caller caller) {
    this.keys = keys;
    this.dnsCheck = dnsCheck;
    this.caller = caller;
  }

  /// @param next what to give as `after` for the next page; missing on the last one
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record KeyList(List<SigningKeyView> keys, @Nullable String next) {}

  @POST
  @Allow(PROVISIONER)
  public RestResponse<SigningKeyView> create(
      @RestPath MailDomain domain, @Nullable NewKeyInput input) {
    var key = keys.create(caller.actor(), domain, Input.body(input).toNewKey());
    return RestResponse.status(RestResponse.Status.CREATED, SigningKeyView.of(key));
  }

  @GET
  @Allow({PROVISIONER, AUDITOR})
  public KeyList list(
      @RestPath MailDomain domain,
      @RestQuery @Nullable String after,
      @RestQuery @Nullable String limit) {
    var all = keys.list(caller.actor(), domain).stream().map(SigningKeyView::of).toList();
    var part = Part.of(all, SigningKeyView::selector, Input.page(after, limit));
    return new KeyList(part.items(), part.next());
  }

  @GET
  @Path("{selector}")
  @Allow({PROVISIONER, AUDITOR})
  public SigningKeyView get(@RestPath MailDomain domain, @RestPath Selector selector) {
    return SigningKeyView.of(keys.get(caller.actor(), new SigningKey.Id(domain, selector)));
  }

  /// The record to publish as plain text, in the form a DNS tool takes.
  @GET
  @Path("{selector}/record")
  @Produces(MediaType.TEXT_PLAIN)
  @Allow({PROVISIONER, AUDITOR})
  public String record(
      @RestPath MailDomain domain, @RestPath Selector selector, @RestQuery @Nullable String form) {
    var written = RecordForm.fromInput("form", form == null ? "zone" : form);
    return written.write(keys.get(caller.actor(), new SigningKey.Id(domain, selector)).record());
  }

  /// Looks at DNS; when the record is right, a pending key becomes active.
  @POST
  @Path("{selector}/check")
  @Allow(PROVISIONER)
  public CheckView check(@RestPath MailDomain domain, @RestPath Selector selector) {
    return CheckView.of(dnsCheck.check(caller.actor(), new SigningKey.Id(domain, selector)));
  }

  /// Signs from now on, whatever DNS says.
  @POST
  @Path("{selector}/activate")
  @Allow(PROVISIONER)
  public SigningKeyView activate(@RestPath MailDomain domain, @RestPath Selector selector) {
    return move(domain, selector, ACTIVE);
  }

  /// Signs no more; the record stays for mail on its way.
  @POST
  @Path("{selector}/withdraw")
  @Allow(PROVISIONER)
  public SigningKeyView withdraw(@RestPath MailDomain domain, @RestPath Selector selector) {
    return move(domain, selector, RETIRING);
  }

  /// Signs no more, and the record may be removed.
  @POST
  @Path("{selector}/retire")
  @Allow(PROVISIONER)
  public SigningKeyView retire(@RestPath MailDomain domain, @RestPath Selector selector) {
    return move(domain, selector, RETIRED);
  }

  /// Erases the private half of a retired key.
  @POST
  @Path("{selector}/destroy")
  @Allow(PROVISIONER)
  public SigningKeyView destroy(@RestPath MailDomain domain, @RestPath Selector selector) {
    return move(domain, selector, DESTROYED);
  }

  private SigningKeyView move(MailDomain domain, Selector selector, KeyState target) {
    var id = new SigningKey.Id(domain, selector);
    return SigningKeyView.of(keys.move(caller.actor(), id, target, OPERATOR));
  }
}
