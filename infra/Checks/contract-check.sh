# Calls a deployed agent as a client would: healthy, refused without credentials, accepted with them. No run is made and nothing
# is billed: what is posted is no JSON, which the Worker says only to a caller it has accepted.
#   AGENT_ENDPOINT AGENT_TOKEN ACCESS_CLIENT_ID ACCESS_CLIENT_SECRET   required
#   CONTRACT_CHECK_WAIT   seconds to wait for the hostname to answer, default 300: a new certificate takes its time
set -eu
: "${AGENT_ENDPOINT:?is not set}" "${AGENT_TOKEN:?is not set}" "${ACCESS_CLIENT_ID:?is not set}" "${ACCESS_CLIENT_SECRET:?is not set}"

fail() {
  echo "contract check failed: $*" >&2
  exit 1
}

command -v curl >/dev/null 2>&1 || fail "curl was not found. Install it, or set nanoclaw:contractCheck to false."

# Headers reach curl by standard input and printf is the shell's own, so that no secret is ever an argument of a process.
access() { printf 'header = "CF-Access-Client-Id: %s"\nheader = "CF-Access-Client-Secret: %s"\n' "$ACCESS_CLIENT_ID" "$ACCESS_CLIENT_SECRET"; }
bearer() { printf 'header = "Authorization: Bearer %s"\n' "$1"; }
nothing() { :; }

status() {
  curl --silent --show-error --output /dev/null --write-out '%{http_code}' --proto '=https' --max-time 30 --config - "$@" 2>/dev/null || true
}

health() { status "$AGENT_ENDPOINT/healthz"; }
run() { status --request POST --header 'Content-Type: application/json' --header 'Idempotency-Key: contract-check-0000' --data-binary '{' "$AGENT_ENDPOINT/v1/agent/run"; }

waited=0
while code=$(access | health) && [ "$code" != 200 ]; do
  [ "$waited" -lt "${CONTRACT_CHECK_WAIT:-300}" ] || fail "$AGENT_ENDPOINT/healthz answers ${code:-nothing} instead of 200, with the service token, after $waited s. Look at the Worker's logs: 503 names a binding, 403 is Access or a rule of the zone, 000 is DNS or the certificate."
  sleep 5
  waited=$((waited + 5))
done

code=$(nothing | health)
case $code in
  401 | 403) ;;
  *) fail "$AGENT_ENDPOINT/healthz answers $code without a service token instead of 401 or 403: Access does not guard the hostname." ;;
esac

code=$(nothing | run)
case $code in
  401 | 403) ;;
  *) fail "a run without credentials is answered with $code instead of 401 or 403." ;;
esac

code=$({ access; bearer 0000000000000000000000000000000000000000000000000000000000000000; } | run)
case $code in
  401) ;;
  *) fail "a run with a wrong bearer token is answered with $code instead of 401." ;;
esac

code=$({ access; bearer "$AGENT_TOKEN"; } | run)
case $code in
  400) ;;
  *) fail "the credentials are not accepted: $code instead of 400 for a body that is no JSON." ;;
esac

echo "contract check passed: $AGENT_ENDPOINT is healthy, refuses without credentials, and accepts with them"
