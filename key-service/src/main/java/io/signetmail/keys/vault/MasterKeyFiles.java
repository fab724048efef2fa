package io.signetmail.keys.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.signetmail.keys.KeySettings;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;

/// Finds the master keys where the settings say they are. Without one the service does not start:
/// it could neither read its keys nor make new ones.
public final class MasterKeyFiles {
  private static final int KEY_BYTES = 32;

  private MasterKeyFiles() {}

  public static MasterKey current(KeySettings settings, SecureRandom random) {
    if (settings.masterKey().isPresent()) {
      return parse("signet.keys.master-key", settings.masterKey().get());
    }
    var file =
        settings
            .masterKeyFile()
            .orElseThrow(() ->
                new IllegalStateException(
                    "no master key: set signet.keys.master-key-file to a file with 32 random"
                        + " bytes as base64"));
    if (settings.createMasterKey()) {
      create(file, random);
    }
    return read(file);
  }

  public static List<MasterKey> previous(KeySettings settings) {
    return settings.previousMasterKeyFiles().orElse(List.of()).stream()
        .map(MasterKeyFiles::read)
        .toList();
  }

  private static MasterKey read(Path file) {
    try {
      return parse(file.toString(), Files.readString(file, US_ASCII));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the master key from " + file, e);
    }
  }

  private static MasterKey parse(String where, String base64) {
    try {
      return MasterKey.parse(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(where + ": " + e.getMessage());
    }
  }

  private static void create(Path file, SecureRandom random) {
    var bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    var text = Base64.getEncoder().encodeToString(bytes) + "\n";
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = Files.newByteChannel(file, options, ownerOnly)) {
      channel.write(java.nio.ByteBuffer.wrap(text.getBytes(US_ASCII)));
    } catch (FileAlreadyExistsException _) {
      // Made by an earlier start.
    } catch (IOException e) {
      throw new IllegalStateException("cannot make the master key's file " + file, e);
    }
  }
}
