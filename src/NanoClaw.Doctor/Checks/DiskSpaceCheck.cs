using NanoClaw.Host.Text;

namespace NanoClaw.Doctor.Checks;

/// <summary>Whether there is room for what comes.</summary>
/// <param name="freeBytes">The free bytes of a folder's disk; null: the system's.</param>
public sealed class DiskSpaceCheck(Func<string, long>? freeBytes = null) : IDoctorCheck
{
    private const long TooLittle = 100_000_000;
    private const long Little = 1_000_000_000;

    public string Name => "disk";

    public IAsyncEnumerable<Finding> RunAsync(DoctorContext context, CancellationToken cancellationToken) => Look(context).ToAsyncEnumerable();

    private IEnumerable<Finding> Look(DoctorContext context)
    {
        var folder = context.Settings?.StoreFolder ?? context.Cli.ProjectFolder;
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        var free = (freeBytes ?? (static path => new DriveInfo(path).AvailableFreeSpace))(folder);
        yield return free switch
        {
            < TooLittle => Finding.Problem(
                $"The disk of {folder} has {Size.Text(free)} left: messages will soon not be stored.",
                "Make room, or name a STORE_DIR on another disk."
            ),
            < Little => Finding.Warning($"The disk of {folder} has {Size.Text(free)} left.", "Make room."),
            _ => Finding.Ok($"{Size.Text(free)} free for {folder}"),
        };
    }
}
