using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace NanoClaw.LocalCloud.Edge.Forwarding;

/// <summary>Takes off what only Cloudflare may say, and the credentials that ended at Access; puts on what Cloudflare says.</summary>
internal sealed class WorkerTransformer(EdgeHeaders edge) : HttpTransformer
{
    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext,
        HttpRequestMessage proxyRequest,
        string destinationPrefix,
        CancellationToken cancellationToken
    )
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.RequestUri = new Uri(
            destinationPrefix.TrimEnd('/') + edge.PathAndQuery,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
        );

        var headers = proxyRequest.Headers;
        foreach (var (name, _) in httpContext.Request.Headers)
        {
            if (IsReserved(name))
            {
                headers.Remove(name);
            }
        }

        headers.Host = httpContext.Request.Host.Value;
        headers.TryAddWithoutValidation("cf-connecting-ip", edge.ClientAddress);
        headers.TryAddWithoutValidation("cf-ipcountry", "XX");
        headers.TryAddWithoutValidation("cf-ray", edge.Ray);
        headers.TryAddWithoutValidation("cf-visitor", $$"""{"scheme":"{{edge.Scheme}}"}""");
        headers.TryAddWithoutValidation("x-forwarded-for", edge.ClientAddress);
        headers.TryAddWithoutValidation("x-forwarded-proto", edge.Scheme);
        if (edge.Assertion is not null)
        {
            headers.TryAddWithoutValidation("cf-access-jwt-assertion", edge.Assertion);
        }

        if (edge.Email is not null)
        {
            headers.TryAddWithoutValidation("cf-access-authenticated-user-email", edge.Email);
        }
    }

    public override ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        // The edge's own headers were set before: a Worker does not replace them.
        proxyResponse?.Headers.Remove("cf-ray");
        proxyResponse?.Headers.Remove("x-local-edge-rule");
        if (httpContext.Response.Headers.ContainsKey("Strict-Transport-Security"))
        {
            proxyResponse?.Headers.Remove("Strict-Transport-Security");
        }

        return base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
    }

    private static bool IsReserved(string name) =>
        name.StartsWith("cf-", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("x-forwarded-", StringComparison.OrdinalIgnoreCase)
        || name.Equals("forwarded", StringComparison.OrdinalIgnoreCase)
        || name.Equals("x-real-ip", StringComparison.OrdinalIgnoreCase)
        || name.Equals("true-client-ip", StringComparison.OrdinalIgnoreCase);
}
