package io.signetmail.standalone.demo;

import static io.signetmail.standalone.demo.Stage.DOMAIN;
import static io.signetmail.standalone.demo.Stage.USER;

import java.io.IOException;

/// A customer, its user, and the right of that user to send as the customer.
final class ProvisionStep implements Step {
  private final String password;

  ProvisionStep(String password) {
    this.password = password;
  }

  @Override
  public String title() {
    return "Provision the customer " + DOMAIN + " by REST";
  }

  @Override
  public void run(Stage stage) throws StepFailed, IOException, InterruptedException {
    var screen = stage.screen();
    screen.explain(
        "A domain, a user who can log in, and a grant: this user may send as this domain.");
    stage.keys().expect("PUT", "/v1/domains/" + DOMAIN, "{}");
    stage.keys().expect("PUT", "/v1/users/" + USER, "{\"password\":\"" + password + "\"}");
    stage.keys().expect("PUT", "/v1/users/" + USER + "/grants/" + DOMAIN, "{}");
    var grants = stage.keys().expect("GET", "/v1/users/" + USER + "/grants", "");
    stage.check(
        grants.json().path("domains").toString().contains("\"" + DOMAIN + "\""),
        USER + " may send as " + DOMAIN);
  }
}
