using System.Net;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace NanoClaw.LocalCloud.Edge.Forwarding;

/// <summary>Hands a request to a Worker's loopback address, streaming both ways.</summary>
internal sealed class WorkerForwarder(IHttpForwarder forwarder) : IDisposable
{
    // Longer than an agent's longest turn; a stream carries a comment every 10 s.
    private static readonly ForwarderRequestConfig _config = new()
    {
        ActivityTimeout = TimeSpan.FromMinutes(10),
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(5),
    });

    /// <summary>False when the Worker did not answer, and nothing has been sent to the client yet.</summary>
    public async Task<bool> ForwardAsync(HttpContext context, Uri worker, EdgeHeaders headers)
    {
        var error = await forwarder.SendAsync(context, worker.GetLeftPart(UriPartial.Authority), _client, _config, new WorkerTransformer(headers));
        return error == ForwarderError.None || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested;
    }

    public void Dispose() => _client.Dispose();
}
