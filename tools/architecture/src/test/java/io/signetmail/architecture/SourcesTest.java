package io.signetmail.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Rules about source text that no compiler checks.
class SourcesTest {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Pattern CITATION = Pattern.compile("RFC (\\d{3,5})\\b");

  private static List<Path> sources(Predicate<Path> wanted) throws IOException {
    try (var all = Files.walk(ROOT)) {
      return all.filter(path -> path.toString().endsWith(".java"))
          .filter(path -> !path.toString().contains("/target/"))
          .filter(wanted)
          .toList();
    }
  }

  private static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void everyStandardThatIsCitedIsInTheIndex() throws IOException {
    var index = Files.readString(ROOT.resolve("docs/rfc/index.md"));
    var missing = new TreeSet<String>();
    for (var path : sources(_ -> true)) {
      CITATION
          .matcher(text(path))
          .results()
          .map(found -> found.group(1))
          .filter(number -> !index.contains("\n| RFC " + number + " |"))
          .forEach(number -> missing.add("RFC " + number + " in " + path.getFileName()));
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyPackageIsNullMarked() throws IOException {
    var unmarked =
        sources(path -> path.toString().contains("/src/main/java/")).stream()
            .map(Path::getParent)
            .distinct()
            .filter(directory -> !isNullMarked(directory))
            .map(ROOT::relativize)
            .collect(Collectors.toSet());
    assertThat(unmarked).isEmpty();
  }

  private static boolean isNullMarked(Path directory) {
    var info = directory.resolve("package-info.java");
    return Files.exists(info) && text(info).contains("@NullMarked");
  }

  @Test
  void noTestWaitsForALengthOfTime() throws IOException {
    var sleeping =
        sources(path -> path.toString().contains("/src/test/java/")).stream()
            .filter(path -> !path.endsWith("SourcesTest.java"))
            .filter(path -> text(path).contains("Thread.sleep"))
            .map(Path::getFileName)
            .toList();
    assertThat(sleeping).isEmpty();
  }
}
