package io.signetmail.standalone;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// At most one system per data directory; the kernel gives the lock back when its holder dies,
/// however it dies.
final class RunLock implements AutoCloseable {
  private final FileChannel channel;
  private final FileLock lock;

  private RunLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  static RunLock acquire(DataDirectory data) throws IOException, StartFailed {
    var channel =
        FileChannel.open(
            data.run().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    var lock = tryLock(channel);
    if (lock == null) {
      channel.close();
      throw new StartFailed(
          """
          Signet already runs on %s%s.
          "./signet demo" uses it, "./signet down" stops it, "./signet up --data DIR" starts another one.\
          """
              .formatted(
                  data.root(),
                  RunFile.read(data).map(run -> " as process " + run.pid()).orElse("")));
    }
    return new RunLock(channel, lock);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null; // Held by another system in this very process.
    }
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }
}
