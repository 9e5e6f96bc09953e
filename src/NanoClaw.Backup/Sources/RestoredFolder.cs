namespace NanoClaw.Backup.Sources;

/// <summary>
/// Names within a folder that is restored: what is to come lies in it until all is there, and what was there stays in it.
/// So each is exchanged by a rename, also where the folder is a disk of its own.
/// </summary>
internal static class RestoredFolder
{
    private const string Coming = ".restore-";
    private const string Before = ".before-restore-";

    public static string ComingIn(string folder, string id) => Path.Combine(folder, Coming + id);

    public static string BeforeIn(string folder, string id) => Path.Combine(folder, Before + id);

    public static bool IsComing(string name) => name.StartsWith(Coming, StringComparison.Ordinal);

    /// <summary>Whether it is no content but one of these.</summary>
    public static bool IsOwn(string name) => IsComing(name) || name.StartsWith(Before, StringComparison.Ordinal);
}
