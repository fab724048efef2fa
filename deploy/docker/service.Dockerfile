# One service, as the build made it: docker build -f deploy/docker/service.Dockerfile --build-arg SERVICE=dkim-signer .
FROM eclipse-temurin:25-jre
ARG SERVICE
RUN groupadd --system --gid 10001 signet && useradd --system --uid 10001 --gid signet --no-create-home signet
COPY deploy/docker/ready.sh /opt/signet/ready.sh
# What changes seldom comes first, so that a rebuild pushes one small layer.
COPY ${SERVICE}/target/quarkus-app/lib /opt/signet/lib
COPY ${SERVICE}/target/quarkus-app/quarkus-run.jar /opt/signet/
COPY ${SERVICE}/target/quarkus-app/quarkus /opt/signet/quarkus
COPY ${SERVICE}/target/quarkus-app/app /opt/signet/app
WORKDIR /tmp
USER signet
# JAVA_TOOL_OPTIONS is left to the person who runs it.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", "-jar", "/opt/signet/quarkus-run.jar"]
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=6 CMD ["bash", "/opt/signet/ready.sh"]
