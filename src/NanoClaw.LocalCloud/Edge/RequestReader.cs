using System.Net;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using NanoClaw.Edge.Requests;
using NanoClaw.Edge.Values;

namespace NanoClaw.LocalCloud.Edge;

/// <summary>Makes of a request on a socket what rules see of it.</summary>
internal static class RequestReader
{
    public static RuleRequest Read(HttpContext context, string ray, DateTimeOffset now)
    {
        var request = context.Request;
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var query = request.QueryString.Value;
        return new RuleRequest
        {
            Method = request.Method,
            Host = ByteText.FromText(request.Host.Host),
            RawPath = PathOf(target, request.Path),
            Query = query is { Length: > 0 } ? ByteText.FromText(query[1..]) : "",
            Version = request.Protocol is "HTTP/2" or "HTTP/3" ? request.Protocol : "HTTP/1.1",
            Ssl = request.IsHttps,
            TlsVersion = request.IsHttps ? TlsVersion(context) : "",
            ServerPort = request.IsHttps ? 443 : 80,
            ClientAddress = ClientAddress(context),
            Timestamp = now,
            RayId = ray,
            Headers = Headers(request),
        };
    }

    public static IPAddress ClientAddress(HttpContext context) =>
        context.Connection.RemoteIpAddress switch
        {
            null => IPAddress.Loopback,
            { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4(),
            var address => address,
        };

    // The target as it was sent: Kestrel's own Path is decoded already.
    private static string PathOf(string target, PathString path)
    {
        if (target.Length == 0 || target[0] != '/')
        {
            return path.HasValue ? ByteText.FromText(path.Value!) : "/";
        }

        var question = target.IndexOf('?');
        return ByteText.FromText(question < 0 ? target : target[..question]);
    }

    private static string TlsVersion(HttpContext context) =>
        context.Features.Get<ITlsHandshakeFeature>()?.Protocol switch
        {
            SslProtocols.Tls13 => "TLSv1.3",
            SslProtocols.Tls12 => "TLSv1.2",
            _ => "",
        };

    private static List<KeyValuePair<string, string>> Headers(HttpRequest request)
    {
        var headers = new List<KeyValuePair<string, string>>(request.Headers.Count);
        foreach (var (name, values) in request.Headers)
        {
            foreach (var value in values)
            {
                headers.Add(new(name, ByteText.FromText(value ?? "")));
            }
        }

        return headers;
    }
}
