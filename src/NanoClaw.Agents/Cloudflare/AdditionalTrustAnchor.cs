using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NanoClaw.Agents;

/// <summary>
/// Trusts what the machine trusts, and beside that chains that end in a certificate of a PEM file. The file is read for
/// each handshake that needs it, so that a new one holds without a restart.
/// </summary>
internal sealed class AdditionalTrustAnchor(string path)
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    /// <summary>What is wrong with the file, or null.</summary>
    public static string? Mistake(string path)
    {
        try
        {
            var anchors = Read(path);
            var count = anchors.Count;
            Release(anchors);
            return count > 0 ? null : $"{AgentConfigurationKeys.CaFile} ({path}) holds no certificate: it must be a PEM file with at least one.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{AgentConfigurationKeys.CaFile} ({path}) cannot be read: {exception.GetType().Name}. Name a PEM file, or remove the key.";
        }
        catch (CryptographicException)
        {
            return $"{AgentConfigurationKeys.CaFile} ({path}) is not a PEM file of certificates.";
        }
    }

    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        // A wrong name, or no certificate, is not mended by an anchor.
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is not X509Certificate2 server || chain is null)
        {
            return false;
        }

        X509Certificate2Collection anchors;
        try
        {
            anchors = Read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return false;
        }

        using var anchored = new X509Chain();
        anchored.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        anchored.ChainPolicy.CustomTrustStore.AddRange(anchors);
        anchored.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        anchored.ChainPolicy.ApplicationPolicy.Add(ServerAuthentication);

        // A private authority publishes no revocation list.
        anchored.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        var trusted = anchored.Build(server);
        Release(anchors);
        return trusted;
    }

    private static X509Certificate2Collection Read(string path)
    {
        var anchors = new X509Certificate2Collection();
        anchors.ImportFromPemFile(path);
        return anchors;
    }

    private static void Release(X509Certificate2Collection certificates)
    {
        foreach (var certificate in certificates)
        {
            certificate.Dispose();
        }
    }
}
