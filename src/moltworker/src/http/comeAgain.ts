/** For whoever comes here while the front is being put in its place: a client waits then, and comes again with the same key. */
export function comeAgain(): Response {
  const error = { code: "unavailable", message: "The agent cannot be reached for the moment. Try again in 5 s.", retryAfterSeconds: 5 };
  const headers = { "Retry-After": "5", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" };
  return Response.json({ error }, { status: 503, headers });
}
