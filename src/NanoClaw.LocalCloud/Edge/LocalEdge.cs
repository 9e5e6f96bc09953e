using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NanoClaw.LocalCloud.Edge.Access;
using NanoClaw.LocalCloud.Edge.Declared;
using NanoClaw.LocalCloud.Edge.Forwarding;
using NanoClaw.LocalCloud.Edge.RateLimiting;
using Yarp.ReverseProxy.Forwarder;

namespace NanoClaw.LocalCloud.Edge;

/// <summary>
/// Cloudflare's edge on this machine: a server on 127.0.0.1 that enforces a stack's declared rules, limits and Access, and passes on to
/// the declared Workers what they let through. It has no rule of its own.
/// </summary>
public sealed class LocalEdge : IAsyncDisposable
{
    /// <summary>In bytes, as on the Free and Pro plans. Source: https://developers.cloudflare.com/workers/platform/limits/#request-limits.</summary>
    private const long MaxBodySize = 100_000_000;

    private readonly WebApplication _application;
    private readonly WorkerForwarder _forwarder;
    private readonly AccessSigner _signer;
    private readonly RateLimiter _limiter;
    private readonly Lock _applying = new();
    private volatile EdgeState _state;

    private LocalEdge(LocalEdgeOptions options)
    {
        _state = new EdgeState(DeclaredEdgeReader.Read(options.Stack), options.Workers);
        _signer = new AccessSigner();
        _limiter = new RateLimiter(options.Time);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(options.Logging);
        builder.Services.AddLogging();
        builder.Services.AddHttpForwarder();
        builder
            .WebHost.UseKestrelCore()
            .UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = MaxBodySize;
                kestrel.Listen(
                    IPAddress.Loopback,
                    options.HttpsPort,
                    listen => listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(Tls(options.Certificate)) })
                );
                kestrel.Listen(IPAddress.Loopback, options.HttpPort);
            });

        _application = builder.Build();
        _forwarder = new WorkerForwarder(_application.Services.GetRequiredService<IHttpForwarder>());
        var tokens = new AccessTokens(_signer, options.Time);
        var pipeline = new EdgePipeline(
            _limiter,
            new AccessGate(tokens, options.Time),
            new AccessPages(_signer, tokens),
            _forwarder,
            options.Time,
            options.Logging.CreateLogger<LocalEdge>(),
            () => HttpsPort
        );
        _application.Run(context => pipeline.InvokeAsync(context, _state));
    }

    /// <summary>On 127.0.0.1.</summary>
    public int HttpsPort { get; private set; }

    /// <summary>On 127.0.0.1.</summary>
    public int HttpPort { get; private set; }

    /// <summary>What the stack declares, or Cloudflare does by itself, and this machine does not; a line each.</summary>
    public IReadOnlyList<string> NotReproduced => _state.Declared.NotReproduced;

    /// <summary>Starts to listen.</summary>
    /// <exception cref="LocalEdgeException">The stack declares what cannot be enforced here.</exception>
    public static async Task<LocalEdge> StartAsync(LocalEdgeOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var edge = new LocalEdge(options);
        try
        {
            await edge._application.StartAsync(cancellationToken);
        }
        catch
        {
            await edge.DisposeAsync();
            throw;
        }

        var ports = edge
            ._application.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.Select(a => new Uri(a))
            .ToArray();
        edge.HttpsPort = ports.Single(p => p.Scheme == Uri.UriSchemeHttps).Port;
        edge.HttpPort = ports.Single(p => p.Scheme == Uri.UriSchemeHttp).Port;
        return edge;
    }

    /// <summary>
    /// Puts another evaluation in force, all at once: a request is judged by one or by the other. Rate-limit counters and logins stay.
    /// </summary>
    /// <param name="stack">The stack.</param>
    /// <param name="workers">Where the Workers listen now; null where they stay.</param>
    /// <exception cref="LocalEdgeException">The stack cannot be enforced; what was in force stays so.</exception>
    public void Apply(DeclaredStack stack, IReadOnlyDictionary<string, Uri>? workers = null)
    {
        var declared = DeclaredEdgeReader.Read(stack);
        lock (_applying)
        {
            _state = new EdgeState(declared, workers ?? _state.Workers);
        }
    }

    /// <summary>Starts every rate limit's count anew.</summary>
    public void ForgetCounts() => _limiter.Clear();

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _forwarder.Dispose();
        _signer.Dispose();
    }

    private SslServerAuthenticationOptions Tls(X509Certificate2 certificate) =>
        new() { ServerCertificate = certificate, EnabledSslProtocols = _state.Declared.Transport.Protocols };
}
