package io.signetmail.keys.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.signetmail.keys.KeySettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Finds the master keys where the settings say they are. Without one the service does not start:
/// it could neither read its keys nor make new ones.
public final class MasterKeyFiles {
  private static final int KEY_BYTES = 32;

  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

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
      requireOwnerOnly(file);
      return parse(file.toString(), Files.readString(file, US_ASCII));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the master key from " + file, e);
    }
  }

  /// Whoever reads this file and a dump of the database has every private key.
  private static void requireOwnerOnly(Path file) throws IOException {
    var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return; // A file system without permissions has nothing to refuse.
    }
    var open = EnumSet.copyOf(OTHERS);
    open.retainAll(view.readAttributes().permissions());
    if (!open.isEmpty()) {
      throw new IllegalStateException(
          "the master key's file %s is open to others than its owner (%s): chmod 400 it"
              .formatted(file, PosixFilePermissions.toString(view.readAttributes().permissions())));
    }
  }

  private static MasterKey parse(String where, String base64) {
    try {
      return MasterKey.parse(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(where + ": " + e.getMessage());
    }
  }

  /// Whole or not at all, and on disk before the first key is sealed under it.
  private static void create(Path file, SecureRandom random) {
    if (Files.exists(file)) {
      return; // Made by an earlier start.
    }
    var target = file.toAbsolutePath();
    var fresh = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".new");
    try {
      write(fresh, random);
      // Unlike a move, a link never replaces what another process has made meanwhile.
      Files.createLink(target, fresh);
    } catch (FileAlreadyExistsException _) {
      // Made by another process at this moment: that one counts.
    } catch (IOException e) {
      throw new IllegalStateException("cannot make the master key's file " + file, e);
    } finally {
      settle(target, fresh);
    }
  }

  private static void write(Path fresh, SecureRandom random) throws IOException {
    var bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    var text =
        ByteBuffer.wrap((Base64.getEncoder().encodeToString(bytes) + "\n").getBytes(US_ASCII));
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel = FileChannel.open(fresh, options, ownerOnly)) {
      while (text.hasRemaining()) {
        channel.write(text);
      }
      channel.force(true);
    }
  }

  /// The name must survive a power cut like the content.
  private static void settle(Path target, Path fresh) {
    try {
      Files.deleteIfExists(fresh);
      try (var folder = FileChannel.open(target.resolveSibling("."), StandardOpenOption.READ)) {
        folder.force(true);
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot keep the master key's file " + target, e);
    }
  }
}
