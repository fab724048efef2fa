package io.signetmail.standalone.demo;

import java.io.IOException;
import java.security.GeneralSecurityException;

/// One thing the demo shows.
interface Step {
  String title();

  void run(Stage stage)
      throws StepFailed, IOException, GeneralSecurityException, InterruptedException;
}
