package io.signetmail.reports.api;

import io.signetmail.reports.intake.IntakeResult;
import java.util.List;
import java.util.Locale;

/// What became of an upload.
record UploadView(List<Item> reports) {
  UploadView {
    reports = List.copyOf(reports);
  }

  record Item(String part, String kind, String outcome, String detail) {}

  static UploadView of(IntakeResult result) {
    return new UploadView(
        result.items().stream()
            .map(item ->
                new Item(
                    item.part(),
                    item.kind(),
                    item.end().name().toLowerCase(Locale.ROOT),
                    item.detail()))
            .toList());
  }
}
