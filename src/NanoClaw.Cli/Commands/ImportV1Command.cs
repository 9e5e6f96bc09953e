using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using NanoClaw.Cli.Importing;
using NanoClaw.Home.Settings;
using NanoClaw.Import;
using NanoClaw.Import.From;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw import v1</c>: chats, groups, tasks and memory of an installation of NanoClaw v1.</summary>
internal static class ImportV1Command
{
    private const string Details = """
        v1's folder is only read. Everything goes to STORE_DIR (store) and GROUPS_DIR (groups), which must be empty; if anything fails, they are as before. v1 must not run meanwhile; for a dry run it may.

        Without an import, STORE_DIR and GROUPS_DIR may also name v1's own folders: docs/MIGRATION.md.

        Examples:
          nanoclaw import v1 ~/nanoclaw --dry-run
          nanoclaw import v1 ~/nanoclaw

        Exit codes: 0 done; 2 wrong path or configuration; 6 something is in the way; 1 another failure.
        """;

    /// <summary>For people who look at it as well: letters and quotes stay as they are.</summary>
    private static readonly ImportJson Readable = new(
        new JsonSerializerOptions(ImportJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
    );

    public static Command Create(CliContext context)
    {
        var path = new Argument<string>("path") { Description = "The folder in which v1 was started." };
        var dryRun = new Option<bool>("--dry-run", "-n") { Description = "Show what would come, and change nothing." };
        var json = CommonOptions.Json("what came");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("v1", "Takes over chats, groups, tasks, memory and WhatsApp's login of NanoClaw v1.", Details)
        {
            path,
            dryRun,
            json,
            env,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var settings = AssistantSettings.Read(context, parsed.GetValue(env));
                var v1 = V1Folder.Find(Path.GetFullPath(parsed.GetValue(path)!, Environment.CurrentDirectory));
                var report = await new V1Import(ImportSurroundings.Of(context, settings), v1, new StepProgress(context.Progress())).RunAsync(
                    parsed.GetValue(dryRun),
                    cancellationToken
                );
                if (parsed.GetValue(json))
                {
                    await context.Verbatim.WriteLineAsync(JsonSerializer.Serialize(report, Readable.ImportReport).AsMemory(), cancellationToken);
                    return ExitCode.Success;
                }

                foreach (var line in ImportText.Lines(report))
                {
                    await context.Out.WriteLineAsync(line.AsMemory(), cancellationToken);
                }

                return ExitCode.Success;
            }
        );
        return command;
    }
}
