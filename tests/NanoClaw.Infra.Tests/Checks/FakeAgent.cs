using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace NanoClaw.Infra.Tests.Checks;

/// <summary>What is wrong with a deployment, one thing at a time.</summary>
public enum Fault
{
    None,
    Unhealthy,
    HealthUnguarded,
    RunUnguarded,
    AnyBearerAccepted,
    CredentialsRefused,
}

/// <summary>An agent behind Access, over TLS with a certificate of its own.</summary>
internal sealed class FakeAgent : IAsyncDisposable
{
    public const string Token = "planted-bearer-token";
    public const string ClientId = "planted.access";
    public const string ClientSecret = "cfast_planted-client-secret";

    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate;

    private FakeAgent(WebApplication app, X509Certificate2 certificate) => (_app, _certificate) = (app, certificate);

    public string Endpoint =>
        _app
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.Single()
            .Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    public string CertificatePem => _certificate.ExportCertificatePem();

    public static async Task<FakeAgent> StartAsync(Fault fault)
    {
        var certificate = CreateCertificate();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        app.MapGet("/healthz", request => AnswerAsync(request, fault, isRun: false));
        app.MapPost("/v1/agent/run", request => AnswerAsync(request, fault, isRun: true));
        await app.StartAsync();
        return new(app, certificate);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _certificate.Dispose();
    }

    private static Task AnswerAsync(HttpContext context, Fault fault, bool isRun)
    {
        var headers = context.Request.Headers;
        var passesAccess = headers["CF-Access-Client-Id"] == ClientId && headers["CF-Access-Client-Secret"] == ClientSecret;
        var unguarded = fault == (isRun ? Fault.RunUnguarded : Fault.HealthUnguarded);
        context.Response.StatusCode =
            !passesAccess && !unguarded ? 403
            : !isRun
                ? fault == Fault.Unhealthy ? 503
                    : 200
            : fault == Fault.CredentialsRefused ? 401
            : headers.Authorization == $"Bearer {Token}" || fault is Fault.AnyBearerAccepted or Fault.RunUnguarded ? 400
            : 401;
        return Task.CompletedTask;
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
