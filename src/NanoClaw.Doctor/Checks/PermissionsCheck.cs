using NanoClaw.Home.Settings;

namespace NanoClaw.Doctor.Checks;

/// <summary>Whether the store can be written by this user and read by nobody else.</summary>
public sealed class PermissionsCheck : IDoctorCheck
{
    public string Name => "permissions";

    public IAsyncEnumerable<Finding> RunAsync(DoctorContext context, CancellationToken cancellationToken) => Look(context).ToAsyncEnumerable();

    private static IEnumerable<Finding> Look(DoctorContext context)
    {
        if (context.Settings is not { StoreFolder: var store } settings || !Directory.Exists(store))
        {
            yield return Finding.Skipped("There is no store yet.");
            yield break;
        }

        var auth = Path.Combine(store, "auth");
        var found = LookAtPrivacy(store, auth).Concat(LookAtGroups(settings.Host.GroupsFolder)).Concat(LookAtWriting(settings)).ToList();
        foreach (var finding in found)
        {
            yield return finding;
        }

        if (found.Count == 0)
        {
            yield return Finding.Ok($"{store} is this user's alone.");
        }
    }

    private static IEnumerable<Finding> LookAtPrivacy(string store, string auth)
    {
        // What is in a closed folder is closed.
        if (!OpenToOthers.Is(store))
        {
            yield break;
        }

        yield return Finding.Warning($"Others on this machine may look into {store}, where all messages are.", $"chmod 700 {store}");
        if (Directory.Exists(auth) && (OpenToOthers.Is(auth) || Directory.EnumerateFiles(auth).Any(OpenToOthers.Is)))
        {
            yield return Finding.Problem($"Others on this machine may read WhatsApp's login in {auth}, and with it be you.", $"chmod -R go= {auth}");
        }
    }

    private static IEnumerable<Finding> LookAtGroups(string groups)
    {
        if (OpenToOthers.Is(groups))
        {
            yield return Finding.Warning(
                $"Others on this machine may look into {groups}, where the groups' memories are. The next start closes it.",
                $"chmod 700 {groups}"
            );
        }
    }

    private static IEnumerable<Finding> LookAtWriting(AssistantSettings settings)
    {
        foreach (var folder in new[] { settings.StoreFolder, settings.Host.GroupsFolder }.Where(Directory.Exists))
        {
            if (!CanWrite(folder))
            {
                yield return Finding.Problem(
                    $"{folder} cannot be written to by this user ({Environment.UserName}).",
                    $"sudo chown -R {Environment.UserName} {folder}, or run NanoClaw as its owner."
                );
            }
        }

        if (File.Exists(settings.StorePath) && !CanOpen(settings.StorePath))
        {
            yield return Finding.Problem(
                $"{settings.StorePath} cannot be written to by this user ({Environment.UserName}).",
                $"sudo chown {Environment.UserName} {settings.StorePath}*"
            );
        }
    }

    private static bool CanWrite(string folder)
    {
        try
        {
            using var file = new FileStream(
                Path.Combine(folder, $".doctor-{Guid.NewGuid():N}"),
                FileMode.CreateNew,
                FileAccess.Write,
                FileShare.None,
                1,
                FileOptions.DeleteOnClose
            );
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool CanOpen(string file)
    {
        try
        {
            using var opened = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
