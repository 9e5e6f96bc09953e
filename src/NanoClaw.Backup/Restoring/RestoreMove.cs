namespace NanoClaw.Backup.Restoring;

/// <summary>One exchange of a restore. It may be done again after it was cut off anywhere.</summary>
/// <param name="From">What comes; null: nothing, what is there only goes.</param>
/// <param name="To">Its place.</param>
/// <param name="Aside">Where what is there goes.</param>
internal sealed record RestoreMove(string? From, string To, string Aside)
{
    public void Do()
    {
        if (From is not null && !Exists(From))
        {
            // It has come.
            return;
        }

        if (Exists(To))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Aside)!);
            Move(To, Aside);
        }

        if (From is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(To)!);
            Move(From, To);
        }
    }

    /// <summary>A link that leads nowhere is there, too.</summary>
    private static bool Exists(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private static void Move(string from, string to)
    {
        if (Directory.Exists(from) && new DirectoryInfo(from).LinkTarget is null)
        {
            Directory.Move(from, to);
        }
        else
        {
            File.Move(from, to);
        }
    }
}
