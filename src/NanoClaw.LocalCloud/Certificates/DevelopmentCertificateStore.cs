using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NanoClaw.LocalCloud;

/// <summary>
/// Keeps an authority of this machine's own and a server certificate under it, and makes them anew before they run out
/// or when a hostname is added. The authority is bound by name constraints and to servers: its key, if stolen, can sign for nothing else.
/// </summary>
public sealed class DevelopmentCertificateStore(string folder, TimeProvider time)
{
    private static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(730);
    private static readonly TimeSpan ServerLifetime = TimeSpan.FromDays(90);
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>The certificate for these hostnames, and for <c>localhost</c> and the loopback addresses.</summary>
    public DevelopmentCertificate Open(IReadOnlyCollection<string> hostnames)
    {
        PrivateFile.CreateFolder(folder);
        using var authority = ReadAuthority(hostnames) ?? CreateAuthority(hostnames);
        var server = ReadServer(authority, hostnames) ?? CreateServer(authority, hostnames);
        return new DevelopmentCertificate(ForServing(server), Certificate("authority"));
    }

    private string Certificate(string name) => Path.Combine(folder, name + ".pem");

    private string Key(string name) => Path.Combine(folder, name + ".key.pem");

    private X509Certificate2? ReadAuthority(IReadOnlyCollection<string> hostnames)
    {
        var authority = Read("authority");

        // The server certificates to come must fit into the authority's remaining time.
        if (authority is not null && IsGood(authority, ServerLifetime) && IsForServersOnly(authority) && PermittedNames.Cover(authority, hostnames))
        {
            return authority;
        }

        authority?.Dispose();
        return null;
    }

    private X509Certificate2? ReadServer(X509Certificate2 authority, IReadOnlyCollection<string> hostnames)
    {
        var server = Read("server");
        if (
            server is not null
            && IsGood(server, RenewBefore)
            && hostnames.All(name => server.MatchesHostname(name, allowCommonName: false))
            && Convert.ToHexString(server.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().Single().KeyIdentifier!.Value.Span)
                == authority.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single().SubjectKeyIdentifier
        )
        {
            return server;
        }

        server?.Dispose();
        return null;
    }

    private static bool IsForServersOnly(X509Certificate2 authority) =>
        authority.Extensions.OfType<X509EnhancedKeyUsageExtension>().SingleOrDefault()?.EnhancedKeyUsages is [{ Value: var usage }]
        && usage == ServerAuthentication.Value;

    private bool IsGood(X509Certificate2 certificate, TimeSpan remaining)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return certificate.NotBefore.ToUniversalTime() <= now && certificate.NotAfter.ToUniversalTime() - now > remaining;
    }

    private X509Certificate2? Read(string name)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(Certificate(name), Key(name));
        }
        catch (Exception exception) when (exception is IOException or CryptographicException)
        {
            // Missing or damaged: it is made anew.
            return null;
        }
    }

    private X509Certificate2 CreateAuthority(IReadOnlyCollection<string> hostnames)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=NanoClaw local cloud authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true)
        );
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([ServerAuthentication], critical: false));
        request.CertificateExtensions.Add(PermittedNames.Extension(hostnames));
        var now = time.GetUtcNow();
        var authority = request.CreateSelfSigned(now.AddMinutes(-5), now + AuthorityLifetime);
        Save("authority", authority, key);
        return authority;
    }

    private X509Certificate2 CreateServer(X509Certificate2 authority, IReadOnlyCollection<string> hostnames)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=NanoClaw local cloud", key, HashAlgorithmName.SHA256);
        // No *.localhost: clients refuse a wildcard that has one label after it.
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in hostnames.Append("localhost").Distinct(StringComparer.OrdinalIgnoreCase))
        {
            names.AddDnsName(name);
        }

        names.AddIpAddress(System.Net.IPAddress.Loopback);
        names.AddIpAddress(System.Net.IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true)
        );
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([ServerAuthentication], critical: false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false)
        );
        var now = time.GetUtcNow();
        using var signed = request.Create(authority, now.AddMinutes(-5), now + ServerLifetime, RandomNumberGenerator.GetBytes(16));
        Save("server", signed, key);
        return signed.CopyWithPrivateKey(key);
    }

    private void Save(string name, X509Certificate2 certificate, ECDsa key)
    {
        PrivateFile.Write(Key(name), key.ExportPkcs8PrivateKeyPem() + "\n");
        PrivateFile.Write(Certificate(name), certificate.ExportCertificatePem() + "\n");
    }

    // Windows' TLS cannot use a key that lives in memory only.
    private static X509Certificate2 ForServing(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null);
        }
    }
}
