using System.Security.Cryptography;
using System.Text;

namespace NanoClaw.LocalCloud;

/// <summary>
/// Makes the values that providers make: ids, tokens, random bytes. All come from one seed, so that the same resource
/// has the same values at each start, and whoever has not the seed can guess none.
/// </summary>
public sealed class ProviderValues
{
    private const string ThrowAway = "throw-away-";

    private readonly byte[] _seed;

    /// <param name="seed">At least 32 random bytes.</param>
    /// <param name="created">When the stack was first brought up.</param>
    public ProviderValues(byte[] seed, DateTimeOffset created)
    {
        ArgumentNullException.ThrowIfNull(seed);
        if (seed.Length < 32)
        {
            throw new ArgumentException("A seed has at least 32 bytes.", nameof(seed));
        }

        _seed = seed;
        Created = created;
    }

    /// <summary>When the stack was first brought up.</summary>
    public DateTimeOffset Created { get; }

    /// <summary>Values for looking at a plan: everyone's are the same, so nothing may be protected by them.</summary>
    public static ProviderValues ForPreview { get; } = new(new byte[32], DateTimeOffset.UnixEpoch);

    /// <summary>Bytes for one purpose of one resource.</summary>
    public byte[] Bytes(string purpose, string resource, int length) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _seed, length, info: Encoding.UTF8.GetBytes($"{purpose}\0{resource}"));

    /// <summary>Lower-case hexadecimal digits.</summary>
    public string Hex(string purpose, string resource, int digits) => Convert.ToHexStringLower(Bytes(purpose, resource, (digits + 1) / 2))[..digits];

    /// <summary>A version 4 UUID.</summary>
    public string Uuid(string resource)
    {
        var bytes = Bytes("uuid", resource, 16);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>Letters and digits.</summary>
    public string Text(string purpose, string resource, int length)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        return string.Concat(Bytes(purpose, resource, length).Select(b => alphabet[b % alphabet.Length]));
    }

    /// <summary>A value that stands in for a secret nobody needs.</summary>
    public string Secret(string purpose, string resource) => ThrowAway + Hex(purpose, resource, 40);

    /// <summary>Whether a value is such a stand-in.</summary>
    public static bool IsThrowAway(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.StartsWith(ThrowAway, StringComparison.Ordinal);
    }

    public override string ToString() => nameof(ProviderValues);
}
