using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;

namespace NanoClaw.LocalCloud.Tests;

public sealed class DevelopmentCertificateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("agent.localhost")]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("agents.example.com")]
    public async Task A_client_that_trusts_the_authority_accepts_the_server(string name)
    {
        using var certificate = Open("agents.example.com");
        Assert.Equal(SslPolicyErrors.None, await HandshakeAsync(certificate, name));
    }

    [Fact]
    public async Task Another_name_is_refused()
    {
        using var certificate = Open();
        Assert.Equal(SslPolicyErrors.RemoteCertificateNameMismatch, await HandshakeAsync(certificate, "example.org"));
    }

    [Fact]
    public void The_authority_can_sign_for_nothing_but_this_machine()
    {
        using var certificate = Open();
        using var authority = X509Certificate2.CreateFromPemFile(certificate.AuthorityFile, Path.ChangeExtension(certificate.AuthorityFile, ".key.pem"));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=stolen", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("bank.example");
        request.CertificateExtensions.Add(names.Build());
        using var forged = request.Create(authority, _time.GetUtcNow(), _time.GetUtcNow().AddDays(30), [1]);

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        Assert.False(chain.Build(forged));
        Assert.Contains(
            chain.ChainStatus,
            s => s.Status.HasFlag(X509ChainStatusFlags.HasNotPermittedNameConstraint) || s.Status.HasFlag(X509ChainStatusFlags.InvalidNameConstraints)
        );
    }

    [Fact]
    public void The_authority_is_for_servers_and_one_of_an_earlier_time_that_does_not_say_so_is_made_anew()
    {
        using var certificate = Open();
        using var authority = X509CertificateLoader.LoadCertificateFromFile(certificate.AuthorityFile);
        Assert.Equal(
            "1.3.6.1.5.5.7.3.1",
            Assert.Single(Assert.Single(authority.Extensions.OfType<X509EnhancedKeyUsageExtension>()).EnhancedKeyUsages.Cast<Oid>()).Value
        );

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(authority.SubjectName, key, HashAlgorithmName.SHA256);
        foreach (var extension in authority.Extensions.Where(extension => extension is not X509EnhancedKeyUsageExtension))
        {
            request.CertificateExtensions.Add(extension);
        }

        using var earlier = request.CreateSelfSigned(new DateTimeOffset(authority.NotBefore), new DateTimeOffset(authority.NotAfter));
        File.WriteAllText(certificate.AuthorityFile, earlier.ExportCertificatePem());
        File.WriteAllText(Path.ChangeExtension(certificate.AuthorityFile, ".key.pem"), key.ExportPkcs8PrivateKeyPem());
        using var again = Open();
        using var renewed = X509CertificateLoader.LoadCertificateFromFile(again.AuthorityFile);
        Assert.Single(renewed.Extensions.OfType<X509EnhancedKeyUsageExtension>());
    }

    [Fact]
    public void It_is_kept_until_it_nears_its_end_and_then_made_anew_under_the_same_authority()
    {
        using var first = Open();
        using var second = Open();
        Assert.Equal(first.Server.Thumbprint, second.Server.Thumbprint);

        var authority = File.ReadAllText(first.AuthorityFile);
        _time.Advance(TimeSpan.FromDays(61));
        using var renewed = Open();
        Assert.NotEqual(first.Server.Thumbprint, renewed.Server.Thumbprint);
        Assert.Equal(authority, File.ReadAllText(renewed.AuthorityFile));
    }

    [Fact]
    public void The_authority_is_made_anew_before_it_ends()
    {
        using var first = Open();
        var authority = File.ReadAllText(first.AuthorityFile);
        _time.Advance(TimeSpan.FromDays(700));
        using var renewed = Open();
        Assert.NotEqual(authority, File.ReadAllText(renewed.AuthorityFile));
        Assert.True(renewed.Server.NotAfter.ToUniversalTime() > _time.GetUtcNow().UtcDateTime.AddDays(60));
    }

    [Fact]
    public void A_new_hostname_gets_a_new_certificate()
    {
        using var first = Open();
        using var second = Open("agents.example.com");
        Assert.True(second.Server.MatchesHostname("agents.example.com"));
        Assert.False(first.Server.MatchesHostname("agents.example.com"));
    }

    [Fact]
    public void Damaged_files_are_replaced()
    {
        using var first = Open();
        foreach (var file in Directory.EnumerateFiles(_folder.Path))
        {
            File.WriteAllText(file, "-----BEGIN nothing");
        }

        using var second = Open();
        Assert.True(second.Server.MatchesHostname("agent.localhost"));
    }

    [Fact]
    public void Only_the_owner_may_read_the_keys()
    {
        using var certificate = Open();
        Assert.All(Directory.EnumerateFiles(_folder.Path), FileModes.AssertOwnerOnly);
    }

    private DevelopmentCertificate Open(params string[] hostnames) =>
        new DevelopmentCertificateStore(_folder.Path, _time).Open([.. hostnames, "agent.localhost"]);

    private static async Task<SslPolicyErrors> HandshakeAsync(DevelopmentCertificate certificate, string name)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var socket = await listener.AcceptTcpClientAsync();
            await using var tls = new SslStream(socket.GetStream());
            await tls.AuthenticateAsServerAsync(certificate.Server);
        });
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, TestContext.Current.CancellationToken);
        var seen = SslPolicyErrors.RemoteCertificateNotAvailable;
        var anchors = new X509Certificate2Collection();
        anchors.ImportFromPemFile(certificate.AuthorityFile);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(anchors);
        await using (var tls = new SslStream(client.GetStream()))
        {
            var handshake = tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = name,
                    CertificateChainPolicy = policy,
                    RemoteCertificateValidationCallback = (_, _, _, errors) =>
                    {
                        seen = errors;
                        return errors == SslPolicyErrors.None;
                    },
                },
                TestContext.Current.CancellationToken
            );
            await handshake.ContinueWith(_ => { }, TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        await serving.ContinueWith(_ => { }, TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);
        return seen;
    }
}
