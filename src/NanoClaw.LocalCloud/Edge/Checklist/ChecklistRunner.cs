using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NanoClaw.LocalCloud.Edge.Declared;
using NanoClaw.LocalCloud.Edge.Responses;

namespace NanoClaw.LocalCloud.Edge.Checklist;

/// <summary>
/// Sends a checklist's requests over real sockets to an edge that enforces a stack, each case to an edge that has counted nothing yet,
/// and over each protocol that a client may speak: what a rule sees of a request is not the same over both.
/// </summary>
public sealed class ChecklistRunner(DeclaredStack stack, TimeProvider time)
{
    /// <summary>Runs every case, in order.</summary>
    /// <exception cref="LocalEdgeException">The stack cannot be enforced, or declares no hostname to send requests to.</exception>
    public async Task<IReadOnlyList<ChecklistResult>> RunAsync(EdgeChecklist checklist, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checklist);
        var domains = stack.OfType(ResourceTypes.CustomDomain).ToArray();
        if (domains.Length == 0)
        {
            throw new LocalEdgeException(["the stack declares no custom domain, so there is no hostname to send requests to"]);
        }

        using var certificate = CreateCertificate();
        await using var worker = await StandInWorker.StartAsync(cancellationToken);
        var options = new LocalEdgeOptions
        {
            Stack = stack,
            Certificate = certificate,
            Workers = domains.Select(d => d.Inputs.Text("service")).OfType<string>().Distinct().ToDictionary(s => s, _ => worker.Address),
            Time = new StoppedClock(time.GetUtcNow()),
        };
        await using var edge = await LocalEdge.StartAsync(options, cancellationToken);
        using var client = CreateClient(certificate);

        var results = new List<ChecklistResult>();
        foreach (var item in checklist.Cases)
        {
            List<ChecklistResult> byProtocol = [];
            foreach (var protocol in ProtocolsOf(item.Request))
            {
                edge.ForgetCounts();
                byProtocol.Add(await RunAsync(item, protocol, edge, client, domains[0].Inputs.Text("hostname")!, cancellationToken));
            }

            results.Add(ChecklistResult.OfProtocols(byProtocol));
        }

        return results;
    }

    // Clients speak HTTP/2 within TLS only.
    private static Version[] ProtocolsOf(ChecklistRequest request) =>
        request.Scheme == "https" ? [HttpVersion.Version20, HttpVersion.Version11] : [HttpVersion.Version11];

    private async Task<ChecklistResult> RunAsync(
        ChecklistCase item,
        Version protocol,
        LocalEdge edge,
        HttpMessageInvoker client,
        string hostname,
        CancellationToken cancellationToken
    )
    {
        ChecklistResult last = null!;
        var firstExpected = -1;
        var differentAfter = false;
        for (var i = 0; i < item.Request.Times; i++)
        {
            using var request = Create(item.Request, protocol, edge, hostname);
            using var response = await client.SendAsync(request, cancellationToken);
            last = Judge(item, protocol, response);
            firstExpected = last.Passed && firstExpected < 0 ? i : firstExpected;
            differentAfter |= firstExpected >= 0 && !last.Passed;
        }

        return item.Expect.After is { } after && last.Passed && (firstExpected != after || differentAfter)
            ? last with
            {
                Differences =
                [
                    $"expected this answer from request {after + 1} on, but it came from request {firstExpected + 1} on{(differentAfter ? ", with others between" : "")}",
                ],
            }
            : last;
    }

    private HttpRequestMessage Create(ChecklistRequest request, Version protocol, LocalEdge edge, string hostname)
    {
        var host = (request.Host ?? hostname).Replace("${hostname}", hostname, StringComparison.Ordinal);
        var port = request.Scheme == "https" ? edge.HttpsPort : edge.HttpPort;
        var address = new Uri(
            $"{request.Scheme}://{host}:{port}{request.Path}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
        );
        var message = new HttpRequestMessage(new HttpMethod(request.Method), address)
        {
            Version = protocol,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        foreach (var (name, value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (request.Token != ChecklistToken.None)
        {
            var outputs =
                stack.OfType(ResourceTypes.ServiceToken).FirstOrDefault()?.Outputs
                ?? throw new LocalEdgeException(["the checklist asks for a service token, and the stack declares none"]);
            message.Headers.TryAddWithoutValidation("CF-Access-Client-Id", outputs.Text("clientId"));
            message.Headers.TryAddWithoutValidation("CF-Access-Client-Secret", request.Token == ChecklistToken.Valid ? outputs.Text("clientSecret") : "wrong");
        }

        return message;
    }

    private static ChecklistResult Judge(ChecklistCase item, Version protocol, HttpResponseMessage response)
    {
        var expect = item.Expect;
        var status = (int)response.StatusCode;
        var rule = Header(response, EdgeResponses.RuleHeader);
        var reached = response.Headers.Contains(StandInWorker.Header);
        var differences = new List<string>();
        if (expect.ReachesWorker is { } worker && worker != reached)
        {
            differences.Add(worker ? "expected the Worker to get it, but the edge answered" : "expected the edge to answer, but the Worker got it");
        }

        if (expect.Status is { } expected && expected != status)
        {
            differences.Add($"expected status {expected}, but got {status}");
        }

        if (expect.Rule is { } reference && reference != rule)
        {
            differences.Add($"expected the rule {reference}, but {(rule is null ? "none refused" : $"it was {rule}")}");
        }

        return new ChecklistResult
        {
            Name = item.Name,
            Protocols = [protocol.Minor == 0 ? $"HTTP/{protocol.Major}" : $"HTTP/{protocol}"],
            Differences = differences,
            Status = status,
            Rule = rule,
            ReachedWorker = reached,
            Ray = Header(response, "cf-ray"),
        };
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    // Any hostname leads to this machine, and this certificate alone is believed.
    private static HttpMessageInvoker CreateClient(X509Certificate2 certificate) =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                ConnectCallback = static async (context, cancellationToken) =>
                {
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    try
                    {
                        await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
                        return new NetworkStream(socket, ownsSocket: true);
                    }
                    catch
                    {
                        socket.Dispose();
                        throw;
                    }
                },
                SslOptions = new SslClientAuthenticationOptions
                {
                    RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == certificate.GetCertHashString(),
                },
            }
        );

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=nanoclaw edge test", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));

        // On Windows a key that is only in memory cannot serve TLS.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
