// The Worker's way out: the Access team's keys from the local edge, the declared model wherever it is, the rest public.
export default {
  fetch(request, env) {
    const url = new URL(request.url);
    if (env.edge && env.accessTeam && url.hostname === env.accessTeam && url.pathname === "/cdn-cgi/access/certs") {
      return env.edge.fetch(request);
    }
    if (env.modelOrigin && url.origin === new URL(env.modelOrigin).origin) {
      return env.model.fetch(request);
    }
    return env.internet.fetch(request);
  },
};
