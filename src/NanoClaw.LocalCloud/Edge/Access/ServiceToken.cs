using System.Security.Cryptography;
using System.Text;

namespace NanoClaw.LocalCloud.Edge.Access;

/// <summary>A service token. Its secrets are held as hashes, and compared in constant time.</summary>
internal sealed class ServiceToken
{
    private readonly byte[] _secretHash;
    private readonly byte[]? _previousHash;
    private readonly DateTimeOffset _previousExpires;
    private readonly DateTimeOffset _expires;

    public ServiceToken(string id, string clientId, string secret, string? previousSecret, DateTimeOffset previousExpires, DateTimeOffset expires)
    {
        Id = id;
        ClientId = clientId;
        _secretHash = Hash(secret);
        _previousHash = previousSecret is null ? null : Hash(previousSecret);
        _previousExpires = previousExpires;
        _expires = expires;
    }

    /// <summary>What policies name it by.</summary>
    public string Id { get; }

    public string ClientId { get; }

    /// <summary>Whether the secret is the current one, or the previous one within the overlap.</summary>
    public bool Accepts(string secret, DateTimeOffset now)
    {
        var hash = Hash(secret);
        var isCurrent = CryptographicOperations.FixedTimeEquals(hash, _secretHash);
        var isPrevious = _previousHash is not null && CryptographicOperations.FixedTimeEquals(hash, _previousHash) && now < _previousExpires;
        return (isCurrent || isPrevious) && now < _expires;
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
