#!/usr/bin/env bash
# Asks the service in this container whether it is ready; shows its answer. The image has no curl.
set -eu
exec 3<>"/dev/tcp/127.0.0.1/${QUARKUS_HTTP_PORT:?the port of this service}"
printf 'GET /q/health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
answer=$(cat <&3)
printf '%s\n' "$answer"
[[ $answer == HTTP/1.?\ 200\ * ]]
