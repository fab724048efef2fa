#!/usr/bin/env bash
# Makes the secrets of a compose installation, once, and gives each service its own and no more.
#   setup.sh secrets   before anything runs: master key, admin token, certificate, database passwords
#   setup.sh tokens    when key-service runs: the tokens it issues
# Runs as root, because fresh volumes belong to root. /var/lib/signet holds all of it, /for/NAME what NAME may see.
set -eu
umask 077

readonly ALL=/var/lib/signet
readonly SECRETS=$ALL/secrets

signet() {
  java -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "/opt/signet/classes:/opt/signet/lib/*" \
    io.signetmail.standalone.Main "$@"
}

# give SERVICE FILE...: readable by the user the services run as
give() {
  local service=$1
  shift
  chmod 755 "/for/$service"
  install -m 400 -o signet -g signet -t "/for/$service" "$@"
}

password_once() {
  local file=$SECRETS/postgres-$1.password
  [ -s "$file" ] || head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$file"
}

give_database() {
  local service=$1 role=$2 file=$SECRETS/database.properties
  printf 'quarkus.datasource.password=%s\n' "$(cat "$SECRETS/postgres-$role.password")" >"$file"
  give "$service" "$file"
  rm "$file"
}

secrets() {
  local role
  signet setup secrets --data "$ALL" --hostname "${SIGNET_HOSTNAME:?}"
  for role in postgres keys relay reports; do
    password_once "$role"
  done
  # PostgreSQL reads them as a user this image does not know; nobody else mounts this volume.
  chmod 755 /for/postgres
  install -m 444 -t /for/postgres "$SECRETS"/postgres-*.password
  give key-service "$SECRETS/master.key" "$SECRETS/admin.token"
  give smtp-ingress "$SECRETS/submission.crt" "$SECRETS/submission.key"
  give demo "$SECRETS/admin.token" "$SECRETS/submission.crt" "$SECRETS/honest.key"
  give_database key-service keys
  give_database smtp-relay relay
  give_database report-collector reports
}

tokens() {
  signet setup tokens --data "$ALL" --key-service "${KEY_SERVICE:?}"
  give smtp-ingress "$SECRETS/edge.token"
  give dkim-signer "$SECRETS/signer.token"
}

case ${1:-} in
  secrets | tokens) "$1" ;;
  *)
    echo "setup.sh: secrets or tokens" >&2
    exit 2
    ;;
esac
