namespace NanoClaw.Backup.Pieces;

/// <summary>The names under which things lie at the backups' place. They are flat, and tell nothing but what kind it is.</summary>
internal static class PieceName
{
    public const string Piece = "p-";
    public const string Snapshot = "s-";
    public const string Lock = "l-";

    /// <summary>What says that a place holds backups, and of which key.</summary>
    public const string Repository = "repository";

    public static string Of(ReadOnlySpan<byte> hash) => Piece + Convert.ToHexStringLower(hash);
}
