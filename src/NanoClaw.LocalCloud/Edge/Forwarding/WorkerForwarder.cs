using System.Net;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace NanoClaw.LocalCloud.Edge.Forwarding;

/// <summary>Hands a request to a Worker's address on this machine, streaming both ways.</summary>
internal sealed class WorkerForwarder : IDisposable
{
    // Longer than an agent's longest turn; a stream carries a comment every 10 s.
    private static readonly ForwarderRequestConfig Config = new()
    {
        ActivityTimeout = TimeSpan.FromMinutes(10),
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private readonly IHttpForwarder _forwarder;
    private readonly WorkerConnections _connections = new();
    private readonly HttpMessageInvoker _client;

    public WorkerForwarder(IHttpForwarder forwarder)
    {
        _forwarder = forwarder;
        _client = new(
            new SocketsHttpHandler
            {
                UseProxy = false,
                UseCookies = false,
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.None,
                ActivityHeadersPropagator = null,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                ConnectCallback = _connections.ConnectAsync,
            }
        );
    }

    /// <summary>What came of it, where nothing has been sent to the client yet.</summary>
    public async Task<ForwardOutcome> ForwardAsync(HttpContext context, Uri worker, EdgeHeaders headers)
    {
        var error = await _forwarder.SendAsync(context, _connections.PrefixOf(worker), _client, Config, new WorkerTransformer(headers));
        if (error == ForwarderError.None || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
        {
            return ForwardOutcome.Answered;
        }

        return FaultOfClient(context.GetForwarderErrorFeature()?.Exception) switch
        {
            // A chunk's length beyond all numbers, for one: Kestrel says no more of it than that it could not read.
            null when error is ForwarderError.RequestBodyClient => ForwardOutcome.BodyMalformed,
            null => ForwardOutcome.WorkerSilent,
            StatusCodes.Status413PayloadTooLarge => ForwardOutcome.BodyTooLarge,
            _ => ForwardOutcome.BodyMalformed,
        };
    }

    public void Dispose() => _client.Dispose();

    // Kestrel says it of a body that breaks HTTP's rules or its limit, when the body is read; the reading is the Worker's connection's.
    private static int? FaultOfClient(Exception? exception) =>
        exception switch
        {
            null => null,
            BadHttpRequestException fault => fault.StatusCode,
            AggregateException all => all.InnerExceptions.Select(FaultOfClient).FirstOrDefault(status => status is not null),
            _ => FaultOfClient(exception.InnerException),
        };
}
