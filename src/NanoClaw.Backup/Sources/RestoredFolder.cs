using System.Globalization;
using System.Security.Cryptography;

namespace NanoClaw.Backup.Sources;

/// <summary>
/// Names within a folder that is restored: what is to come lies in it until all is there, and what was there stays in it.
/// So each is exchanged by a rename, also where the folder is a disk of its own.
/// </summary>
internal static class RestoredFolder
{
    private const string Coming = ".restore-";
    private const string Before = ".before-restore-";

    /// <summary>The time for people, and what no other has: a clock may stand still or go back.</summary>
    public static string NewId(TimeProvider time) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{time.GetUtcNow().UtcDateTime:yyyyMMdd'-'HHmmss}-{RandomNumberGenerator.GetHexString(12, lowercase: true)}"
        );

    public static string ComingIn(string folder, string id) => Path.Combine(folder, Coming + id);

    public static string BeforeIn(string folder, string id) => Path.Combine(folder, Before + id);

    public static bool IsComing(string name) => name.StartsWith(Coming, StringComparison.Ordinal);

    /// <summary>Whether it is no content but one of these.</summary>
    public static bool IsOwn(string name) => IsComing(name) || name.StartsWith(Before, StringComparison.Ordinal);
}
