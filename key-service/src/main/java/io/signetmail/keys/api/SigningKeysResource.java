package io.signetmail.keys.api;

import static io.signetmail.keys.tokens.Role.AUDITOR;
import static io.signetmail.keys.tokens.Role.EDGE;
import static io.signetmail.keys.tokens.Role.PROVISIONER;
import static io.signetmail.keys.tokens.Role.SIGNER;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.signingkeys.DigestAlgorithm;
import io.signetmail.keys.signingkeys.KeyLookup;
import io.signetmail.keys.signingkeys.PrivateKeys;
import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.users.UserName;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// The keys that sign for a user and a sender domain.
@Path("/v1/signing-keys")
@RunOnVirtualThread
class SigningKeysResource {
  /// A key of a parent domain would sign, which is not the caller's to know.
  private static final String OUT_OF_SCOPE = "not-for-this-token";

  private final PrivateKeys privateKeys;
  private final Caller caller;

  SigningKeysResource(PrivateKeys privateKeys, Caller caller) {
    this.privateKeys = privateKeys;
    this.caller = caller;
  }

  record PrivateKeyView(String selector, String domain, String algorithm, String privateKey) {
    static PrivateKeyView of(PrivateKeys.Opened opened) {
      var key = opened.key();
      return new PrivateKeyView(
          key.selector().value(),
          key.domain().name(),
          key.algorithm().toString(),
          opened.privateKey().text());
    }

    @Override
    public String toString() {
      return "PrivateKeyView[" + selector + ", " + domain + "]";
    }
  }

  /// A key that signs through `POST /v1/sign` only.
  ///
  /// @param algorithm what to send there
  record RemoteKeyView(String selector, String domain, String algorithm) {
    static RemoteKeyView of(SigningKey key) {
      return new RemoteKeyView(
          key.selector().value(),
          key.domain().name(),
          DigestAlgorithm.of(key.algorithm().family()).tag());
    }
  }

  /// @param reason why there are none
  /// @param remote the keys that sign but never leave
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record PrivateKeyList(
      List<PrivateKeyView> keys, @Nullable String reason, @Nullable List<RemoteKeyView> remote) {}

  record StepView(
      String domain,
      boolean provisioned,
      boolean keyNeverLeaves,
      boolean granted,
      List<StepKeyView> keys) {
    static StepView of(KeyLookup.Step step) {
      return new StepView(
          step.domain().name(),
          step.provisioned(),
          step.keyNeverLeaves(),
          step.granted(),
          step.keys().stream().map(StepKeyView::of).toList());
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record StepKeyView(String selector, String algorithm, @Nullable String user, String state) {
    static StepKeyView of(SigningKey key) {
      return new StepKeyView(
          key.selector().value(),
          key.algorithm().toString(),
          key.user().map(UserName::value).orElse(null),
          key.state().keyword());
    }
  }

  /// @param signs the names of the records whose keys sign
  /// @param reason why a lookup returns no private key
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Explanation(List<String> signs, @Nullable String reason, List<StepView> steps) {}

  @GET
  @Allow(SIGNER)
  public RestResponse<PrivateKeyList> find(
      @RestQuery @Nullable String user, @RestQuery @Nullable String domain) {
    var answer = privateKeys.find(caller.actor(), user(user), domain(domain));
    var keys = answer.keys().stream().map(PrivateKeyView::of).toList();
    var remote =
        answer.lookup().keyNeverLeaves()
            ? answer.lookup().keys().stream().map(RemoteKeyView::of).toList()
            : null;
    return Answers.secret(
        RestResponse.Status.OK, new PrivateKeyList(keys, reason(answer.lookup()), remote));
  }

  /// The same lookup step by step, without the keys.
  @GET
  @Path("explain")
  @Allow({SIGNER, PROVISIONER, EDGE, AUDITOR})
  public Explanation explain(@RestQuery @Nullable String user, @RestQuery @Nullable String domain) {
    var sender = domain(domain);
    caller.actor().requireScope(sender);
    var lookup = privateKeys.explain(user(user), sender);
    var keys =
        lookup.keys().stream()
            .filter(key -> caller.actor().scope().covers(key.domain()))
            .map(key -> key.id().toString())
            .toList();
    return new Explanation(
        keys,
        keys.size() < lookup.keys().size() ? OUT_OF_SCOPE : reason(lookup),
        lookup.steps().stream()
            .filter(step -> caller.actor().scope().covers(step.domain()))
            .map(StepView::of)
            .toList());
  }

  private static @Nullable String reason(KeyLookup lookup) {
    return lookup.withheld().map(KeyLookup.NoKey::keyword).orElse(null);
  }

  private static UserName user(@Nullable String text) {
    return UserName.fromInput("user", Input.required("user", text));
  }

  private static MailDomain domain(@Nullable String text) {
    return MailDomain.fromInput("domain", Input.required("domain", text));
  }
}
