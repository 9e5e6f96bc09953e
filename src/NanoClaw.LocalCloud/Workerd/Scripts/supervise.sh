# Runs "$@" and ends it when this script's standard input closes: so it never outlives its parent, however that ends.
# A number written to standard input ends it too, and is how many seconds it may take to finish what is under way.
# Descriptor 3 of the command is this script's standard output; its own output goes to standard error.
trap '' INT HUP
exec 3>&1 1>&2 4<&0 </dev/null
"$@" 4<&- &
command=$!
exec 3>&-
(
  read -r seconds <&4
  kill -TERM "$command"
  sleep "${seconds:-2}"
  kill -KILL "$command"
) >/dev/null 2>&1 &
watch=$!
exec 4<&-
wait "$command"
code=$?
kill "$watch" 2>/dev/null
exit "$code"
