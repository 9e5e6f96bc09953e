using System.Globalization;
using Microsoft.AspNetCore.Http;
using NanoClaw.LocalCloud.Edge.Declared;

namespace NanoClaw.LocalCloud.Edge.Responses;

/// <summary>Writes the answers of the edge itself.</summary>
internal static class EdgeResponses
{
    /// <summary>Which rule refused. Cloudflare shows that to the zone's owner in its log only.</summary>
    public const string RuleHeader = "x-local-edge-rule";

    /// <summary>Refuses; a declared response goes before the page.</summary>
    public static Task RefuseAsync(this HttpContext context, string rule, int status, string page, DeclaredResponse? declared = null)
    {
        var response = context.Response;
        response.Headers[RuleHeader] = rule;
        response.Headers.CacheControl = "private, no-store";
        response.StatusCode = declared?.StatusCode ?? status;
        response.ContentType = declared?.ContentType ?? EdgePages.Html;
        return response.WriteAsync(declared?.Content ?? page, context.RequestAborted);
    }

    public static void RetryAfter(this HttpContext context, TimeSpan wait) =>
        context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
