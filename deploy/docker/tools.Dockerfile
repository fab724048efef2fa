# The verbs that prepare an installation (setup, topics) and show it (demo-world, demo).
FROM eclipse-temurin:25-jre
RUN groupadd --system --gid 10001 signet && useradd --system --uid 10001 --gid signet --no-create-home signet \
  && mkdir -p /var/lib/signet/world && chown -R signet:signet /var/lib/signet
COPY deploy/compose/setup.sh /opt/signet/setup.sh
COPY tools/standalone/target/lib /opt/signet/lib
COPY tools/standalone/target/classes /opt/signet/classes
WORKDIR /tmp
USER signet
ENTRYPOINT ["java", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", "/opt/signet/classes:/opt/signet/lib/*", "io.signetmail.standalone.Main"]
