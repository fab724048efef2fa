package io.signetmail.cli.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.signetmail.auth.dmarc.PublicSuffixList;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// A directory of vectors; names are relative to it. Files over 64 MiB are refused.
public final class VectorDirectory {
  private static final long MAX_BYTES = 64L << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path root;

  public VectorDirectory(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  boolean has(String name) {
    return Files.isRegularFile(root.resolve(name));
  }

  /// Names of the files with that ending directly in a folder, in order.
  List<String> files(String folder, String ending) throws UnreadableVectors {
    if (!Files.isDirectory(root.resolve(folder))) {
      return List.of();
    }
    try (var all = Files.list(root.resolve(folder))) {
      return all.map(file -> folder + "/" + file.getFileName())
          .filter(name -> name.endsWith(ending))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UnreadableVectors(folder, "", String.valueOf(e.getMessage()));
    }
  }

  byte[] bytes(String name) throws UnreadableVectors {
    var file = root.resolve(name).normalize();
    if (!file.startsWith(root)) {
      throw new UnreadableVectors(name, "", "points outside the directory");
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new UnreadableVectors(name, "", "over " + (MAX_BYTES >> 20) + " MiB");
      }
      return Files.readAllBytes(file);
    } catch (UnreadableVectors e) {
      throw e;
    } catch (IOException e) {
      throw new UnreadableVectors(name, "", "cannot be read: " + e);
    }
  }

  String text(String name) throws UnreadableVectors {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  JsonNode json(String name) throws UnreadableVectors {
    try {
      return JSON.readTree(bytes(name));
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      var position = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new UnreadableVectors(name, position, "not JSON: " + e.getOriginalMessage());
    } catch (UnreadableVectors e) {
      throw e;
    } catch (IOException e) {
      throw new UnreadableVectors(name, "", "not JSON: " + e.getMessage());
    }
  }

  /// The list `cases` of a JSON file.
  List<JsonNode> cases(String name) throws UnreadableVectors {
    var cases = json(name).path("cases");
    if (!cases.isArray()) {
      throw new UnreadableVectors(name, "", "has no list named \"cases\"");
    }
    var list = new ArrayList<JsonNode>();
    cases.forEach(list::add);
    return list;
  }

  /// Every document of a YAML file.
  List<Object> yaml(String name) throws UnreadableVectors {
    // An empty block scalar whose only line has spaces is an error to a YAML 1.2 reader.
    var text = text(name).replaceAll("cv: +\\| *\\R +\\R", "cv: ''\n");
    var settings = LoadSettings.builder().setAllowDuplicateKeys(true).build();
    var documents = new ArrayList<Object>();
    try {
      new Load(settings).loadAllFromString(text).forEach(documents::add);
    } catch (MarkedYamlEngineException e) {
      var position =
          e.getProblemMark()
              .map(mark -> "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1))
              .orElse("");
      throw new UnreadableVectors(name, position, "not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new UnreadableVectors(name, "", "not YAML: " + e.getMessage());
    }
    return documents;
  }

  /// As {@link #yaml}, each document as JSON.
  List<JsonNode> yamlAsJson(String name) throws UnreadableVectors {
    return yaml(name).stream().<JsonNode>map(JSON::valueToTree).toList();
  }

  /// A message of the corpus with the line ends mail has on the wire.
  byte[] message(String name) throws UnreadableVectors {
    return crlf(bytes(name));
  }

  PublicSuffixList publicSuffixes() throws UnreadableVectors {
    return PublicSuffixList.parse(text("psl/public_suffix_list.dat"));
  }

  /// Every bare LF becomes CRLF; CRLF stays.
  static byte[] crlf(byte[] message) {
    var out = new ByteArrayOutputStream(message.length + message.length / 40 + 16);
    for (var i = 0; i < message.length; i++) {
      if (message[i] == '\n' && (i == 0 || message[i - 1] != '\r')) {
        out.write('\r');
      }
      out.write(message[i]);
    }
    return out.toByteArray();
  }
}
