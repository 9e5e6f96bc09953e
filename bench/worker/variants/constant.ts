/** Answers the same to everyone: what any answer costs. */
export default {
  fetch(): Response {
    return new Response('{"status":"ok"}', { headers: { "content-type": "application/json" } });
  },
};
