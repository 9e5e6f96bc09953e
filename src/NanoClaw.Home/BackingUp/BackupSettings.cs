using NanoClaw.Agents;
using NanoClaw.Backup.Keys;
using NanoClaw.Backup.Retention;
using NanoClaw.Home.Keys;
using NanoClaw.Home.Settings;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Home.BackingUp;

/// <summary>Where backups go, by which key, how often, and how long they stay.</summary>
/// <param name="To">A folder, or <see cref="Bucket"/>.</param>
/// <param name="KeyFile">The file of the key.</param>
/// <param name="Every">How often the running assistant makes one; null: never.</param>
/// <param name="Keep">Which stay.</param>
public sealed record BackupSettings(string To, BackupKeyFile KeyFile, TimeSpan? Every, RetentionRule Keep)
{
    /// <summary>The word for the stack's R2 bucket, which the Worker reaches.</summary>
    public const string Bucket = "r2";

    public static readonly string NoToken =
        $"{BackupKeys.To} is {Bucket}, which the Worker keeps, and {AgentConfigurationKeys.BackupToken} is missing. Take the stack's: nanoclaw config pull --stack NAME.";

    private const string DefaultFolder = "backups";
    private const string DefaultKeyFile = "backup.key";

    // Far more than anybody looks back, and few enough to be read at each pruning.
    private const int MostKept = 1000;

    public static readonly RetentionRule UsualKeep = new(Days: 7, Weeks: 4, Months: 12);

    private static readonly TimeSpan ShortestEvery = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestEvery = TimeSpan.FromDays(31);

    /// <summary>Reads them, and tells every mistake at once.</summary>
    /// <param name="context">The command's surroundings.</param>
    /// <param name="settings">The assistant's settings.</param>
    /// <param name="to">What the command line says in the place of <see cref="BackupKeys.To"/>.</param>
    /// <exception cref="CliException">A value is wrong.</exception>
    public static BackupSettings Read(CliContext context, AssistantSettings settings, string? to = null)
    {
        var values = new SettingReader(settings.Configuration);
        var mistakes = new List<string>();
        var target = to ?? values.Text(BackupKeys.To) ?? DefaultFolder;
        if (target != Bucket)
        {
            target = InProject(target);
            if (IsWithin(target, settings.StoreFolder) || IsWithin(target, settings.Host.GroupsFolder))
            {
                mistakes.Add(
                    $"{BackupKeys.To} must not be inside of {AssistantKeys.StoreFolder} or GROUPS_DIR: what destroys those would take the backups with it."
                );
            }
        }

        var keyFile = InProject(values.Text(BackupKeys.KeyFile) ?? DefaultKeyFile);
        if (target != Bucket && IsWithin(keyFile, target))
        {
            mistakes.Add($"{BackupKeys.KeyFile} must not be inside of {BackupKeys.To}: whoever has the backups would have their key.");
        }

        TimeSpan? every = null;
        if (values.Text(BackupKeys.Every) is { } text and not "none")
        {
            if (DurationText.TryParse(text, out var given) && given >= ShortestEvery && given <= LongestEvery)
            {
                every = given;
            }
            else
            {
                mistakes.Add($"{BackupKeys.Every} must be none, or a time from 5m to 31d, such as 1d or 6h, not '{text}'.");
            }
        }

        var keep = new RetentionRule(
            Count(BackupKeys.KeepDays, UsualKeep.Days),
            Count(BackupKeys.KeepWeeks, UsualKeep.Weeks),
            Count(BackupKeys.KeepMonths, UsualKeep.Months)
        );
        if (keep is { Days: 0, Weeks: 0, Months: 0 })
        {
            mistakes.Add(
                $"{BackupKeys.KeepDays}, {BackupKeys.KeepWeeks} and {BackupKeys.KeepMonths} must not all be 0: each backup would take away the one before it."
            );
        }

        mistakes.AddRange(values.Mistakes);
        return mistakes.Count > 0
            ? throw new CliException($"The configuration is not right:\n  {string.Join("\n  ", mistakes)}", ExitCode.Usage)
            : new(target, new BackupKeyFile(keyFile), every, keep);

        string InProject(string path) => Path.GetFullPath(path, context.ProjectFolder);

        int Count(string key, int usual)
        {
            var count = values.Number(key) ?? usual;
            if (count is < 0 or > MostKept)
            {
                mistakes.Add($"{key} must be from 0 to {MostKept}.");
            }

            return count;
        }
    }

    private static bool IsWithin(string path, string folder) =>
        (path + Path.DirectorySeparatorChar).StartsWith(
            Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar,
            StringComparison.Ordinal
        );
}
