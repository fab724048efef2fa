# Ends the processes written down in $1 once standard input ends, that is, once the process that started them is gone.
trap '' INT TERM HUP
while read -r _; do :; done
[ -f "$1" ] || exit 0

alive() {
  while read -r pid _ _ _; do
    kill -0 "$pid" 2>/dev/null && return 0
  done < "$1"
  return 1
}

while read -r pid _ signal _; do
  kill "-$signal" "$pid" 2>/dev/null
done < "$1"
waited=0
while [ "$waited" -lt 6 ] && alive "$1"; do
  sleep 1
  waited=$((waited + 1))
done
while read -r pid _ _ _; do
  kill -KILL "$pid" 2>/dev/null
done < "$1"
rm -f "$1"
