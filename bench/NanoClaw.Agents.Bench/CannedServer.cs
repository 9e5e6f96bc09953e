using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NanoClaw.Agents.Bench;

/// <summary>A TLS server on loopback that answers each run with the same events, as fast as it can.</summary>
internal sealed class CannedServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private CannedServer(WebApplication app, string caFile)
    {
        _app = app;
        CaFile = caFile;
    }

    public Uri Endpoint => new($"https://agent.localhost:{new Uri(_app.Urls.First()).Port}");

    public string CaFile { get; }

    public static async Task<CannedServer> StartAsync(int deltas)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        var certificate = SelfSigned("agent.localhost");
        var caFile = Path.Combine(Path.GetTempPath(), $"nanoclaw-bench-{Environment.ProcessId}-{deltas}.pem");
        await File.WriteAllTextAsync(caFile, certificate.ExportCertificatePem());
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(
                IPAddress.Loopback,
                0,
                listen =>
                {
                    listen.Protocols = HttpProtocols.Http1AndHttp2;
                    listen.UseHttps(certificate);
                }
            )
        );
        var app = builder.Build();
        app.Run(context => AnswerAsync(context, deltas));
        await app.StartAsync();
        return new CannedServer(app, caFile);
    }

    public Task StoppedAsync() => _app.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        File.Delete(CaFile);
    }

    private static async Task AnswerAsync(HttpContext context, int deltas)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        var runId = context.Request.Headers["Idempotency-Key"].ToString();
        var text = new StringBuilder();
        var id = 0;
        Add("started", $$"""{"runId":"{{runId}}","sessionId":"s_1"}""");
        for (var i = 0; i < deltas; i++)
        {
            Add("delta", """{"text":"a few words of the answer "}""");
        }

        Add("output", """{"result":"a few words of the answer"}""");
        Add("usage", """{"inputTokens":812,"outputTokens":41,"steps":2,"durationMs":1530,"model":"demo"}""");
        Add("done", """{"sessionId":"s_1"}""");
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(text.ToString());

        void Add(string type, string data) => text.Append("id: ").Append(++id).Append("\nevent: ").Append(type).Append("\ndata: ").Append(data).Append("\n\n");
    }

    private static X509Certificate2 SelfSigned(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + host, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
