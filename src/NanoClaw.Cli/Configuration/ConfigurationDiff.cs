using NanoClaw.Home.Configuration;
using Spectre.Console;

namespace NanoClaw.Cli.Configuration;

/// <summary>Shows what a pull changes, as a diff, secrets masked.</summary>
internal static class ConfigurationDiff
{
    public static void Show(CliContext context, string file, IReadOnlyList<ConfigurationChange> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        var terminal = context.Terminal();
        terminal.WriteLine(file);
        foreach (var line in changes.SelectMany(change => change.Lines()))
        {
            terminal.WriteLine(line, new Style(line[0] == '-' ? Color.Red : Color.Green));
        }
    }
}
