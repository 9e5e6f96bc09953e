// The Worker's way out: the Access team's keys from the local edge, calls of the declared model wherever it is, the
// rest public. A server on this machine or its network is reached below the declared path and by POST, and in no other way.
export default {
  fetch(request, env) {
    const url = new URL(request.url);
    if (env.edge && env.accessTeam && url.hostname === env.accessTeam && url.pathname === "/cdn-cgi/access/certs") {
      return env.edge.fetch(request);
    }
    if (request.method === "POST" && env.modelBaseUrls.split(" ").some((it) => it !== "" && isBelow(url, new URL(it)))) {
      return env.model.fetch(request);
    }
    return env.internet.fetch(request);
  },
};

function isBelow(url, base) {
  // An encoded slash is one path here, and may be two to the server.
  return url.origin === base.origin && url.pathname.startsWith(`${base.pathname.replace(/\/+$/, "")}/`) && !/%2f|%5c/i.test(url.pathname);
}
