using System.CommandLine;
using System.Runtime.InteropServices;
using NanoClaw.Cli.Installing;
using NanoClaw.Cli.Output;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw version</c>: what this is, and whether there is a later one.</summary>
internal static class VersionCommand
{
    private const string Details = $$"""
        --check asks the latest release's file for its version and notes, and changes nothing. Which file: --from, or {{LatestRelease.AddressKey}} of the environment or .env, or what the program was built with, or the releases of the clone's repository at GitHub. GitHub's answer about a release will do, and so will a file with { "version", "notes", "url" }.

        --json: { version, commit, runtime, platform, latest }; latest is null without --check, else { version, isLater, url, notes }.

        Examples:
          nanoclaw version
          nanoclaw version --check
          nanoclaw version --check --json | jq -e '.latest.isLater | not'

        Exit codes:
          0  shown; of --check: this is the latest
          1  --check found a later release
          2  the command line is wrong, or nobody said where releases are announced
          5  the release's file is out of reach
          7  it is no release's file
          130  interrupted
        """;

    public static Command Create(CliContext context)
    {
        var check = new Option<bool>("--check") { Description = "Ask whether there is a later release; exit with 1 where there is." };
        var from = new Option<string?>("--from")
        {
            Description = "The address (https) or the path of a release's file. Implies --check.",
            HelpName = "address",
        };
        var json = CommonOptions.Json("it");
        var command = new DocumentedCommand("version", "Shows the version, and whether there is a later one.", Details) { check, from, json };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var asks = parsed.GetValue(check) || parsed.GetValue(from) is not null;
                var latest = asks ? await LatestRelease.AskAsync(context, parsed.GetValue(from), cancellationToken).ConfigureAwait(false) : null;
                var own = ThisProgram.Version;
                var report = new VersionReport(own.Text, own.Build, RuntimeInformation.FrameworkDescription, RuntimeInformation.RuntimeIdentifier, latest);
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(context, report, it => it.VersionReport);
                }
                else
                {
                    Write(context, report);
                }

                return latest is { IsLater: true } ? ExitCode.Failure : ExitCode.Success;
            }
        );
        return command;
    }

    private static void Write(CliContext context, VersionReport report)
    {
        context.Out.WriteLine(
            $"NanoClaw {report.Version}{(report.Commit is { } commit ? $" (commit {commit[..Math.Min(commit.Length, 12)]})" : "")}, {report.Runtime}, {report.Platform}"
        );
        if (report.Latest is not { } latest)
        {
            return;
        }

        if (!latest.IsLater)
        {
            context.Out.WriteLine($"That is the latest: {latest.Version} is the last that was released.");
            return;
        }

        context.Out.WriteLine($"{latest.Version} is out{(latest.Url is { } url ? $": {TerminalText.Safe(url)}" : ".")}");
        if (latest.Notes.Length > 0)
        {
            context.Out.WriteLine();
            context.Out.WriteLine(TerminalText.Safe(latest.Notes));
            context.Out.WriteLine();
        }

        context.Out.WriteLine(
            ThisProgram.IsInClone(context)
                ? "To update: git pull, then ./nanoclaw version; a service: nanoclaw service install, or restart it."
                : "To update: unpack the new one over this one, then restart what runs. docs/OPERATIONS.md, 'Updating'."
        );
    }
}
