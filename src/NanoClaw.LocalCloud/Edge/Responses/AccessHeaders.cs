using Microsoft.AspNetCore.Http;
using NanoClaw.LocalCloud.Edge.Access;

namespace NanoClaw.LocalCloud.Edge.Responses;

/// <summary>The headers by which a refusal of Access can be told from others: which application on which name, and where to log in.</summary>
internal static class AccessHeaders
{
    public static void AddTo(HttpContext context, AccessApplication? application)
    {
        if (application is null)
        {
            return;
        }

        var headers = context.Response.Headers;
        headers["cf-access-aud"] = application.Audience;
        headers["cf-access-domain"] = application.Destinations[0].Host + application.Destinations[0].Path;
        headers.WWWAuthenticate =
            $"Cloudflare-Access resource_metadata=\"{context.Request.Scheme}://{context.Request.Host}/.well-known/cloudflare-access-protected-resource/\"";
    }
}
