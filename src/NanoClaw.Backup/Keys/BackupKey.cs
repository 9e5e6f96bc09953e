using System.Security.Cryptography;
using System.Text;

namespace NanoClaw.Backup.Keys;

/// <summary>
/// The one secret of the backups. It never leaves home but on paper, as <see cref="RecoveryText"/>; whoever has it reads
/// every backup, and without it nobody does.
/// </summary>
public sealed class BackupKey
{
    private const int Length = 32;
    private readonly byte[] _master;

    private BackupKey(byte[] master) => _master = master;

    /// <summary>What tells keys apart and is no secret.</summary>
    public string Fingerprint => Convert.ToHexStringLower(Derive("fingerprint", 4));

    /// <summary>The key in letters and digits to print: a secret.</summary>
    public string RecoveryText => Keys.RecoveryText.Of(_master);

    public static BackupKey Create() => new(RandomNumberGenerator.GetBytes(Length));

    /// <exception cref="BackupException">It is no recovery key, or was mistyped (<see cref="BackupFailure.NoKey"/>).</exception>
    public static BackupKey Parse(string text) => new(Keys.RecoveryText.Parse(text, Length));

    public override string ToString() => $"key {Fingerprint}";

    /// <summary>A key for one purpose; none of them tells of another.</summary>
    internal byte[] Derive(string purpose, int length = 32) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _master, length, salt: null, Encoding.UTF8.GetBytes($"nanoclaw backup 1 {purpose}"));
}
