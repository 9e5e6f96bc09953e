using System.CommandLine;
using NanoClaw.Cli.Configuration;
using NanoClaw.Home.Configuration;
using NanoClaw.LocalCloud;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw config pull</c>: a stack's outputs become the process's configuration.</summary>
internal static class ConfigPullCommand
{
    private const string Details = """
        Only the keys of the agent's endpoint and credentials are touched; every other line stays. The file is replaced as a whole, readable by its owner only. A running process takes the new credentials without a restart.

        Examples:
          nanoclaw config pull --stack dev
          nanoclaw config pull --stack prod --check
          nanoclaw config pull --local
          pulumi stack output --json --show-secrets | nanoclaw config pull --from -
          nanoclaw config pull --stack dev --appsettings src/NanoClaw.Host/appsettings.Local.json

        Exit codes:
          0  written, or already as it should be
          1  --check found a difference, or the outputs could not be had
          2  the command line, the outputs or the file is wrong
        """;

    public static Command Create(CliContext context)
    {
        var stack = new Option<string?>("--stack", "-s")
        {
            Description = "The stack whose outputs to take, from the Pulumi CLI (with --local: from the local cloud, default 'local').",
        };
        var from = new Option<string?>("--from")
        {
            Description = "A file with the JSON of 'pulumi stack output --json --show-secrets', or - for standard input.",
        };
        var local = new Option<bool>("--local") { Description = "Take the outputs of the local cloud that 'nanoclaw dev' set up." };
        var env = new Option<string?>("--env-file") { Description = "The .env file to write. Default: .env in the project's folder." };
        var appSettings = new Option<string?>("--appsettings") { Description = "Write to this JSON file instead of a .env file." };
        var check = new Option<bool>("--check") { Description = "Write nothing; exit with 1 where the file differs from the outputs." };
        var command = new DocumentedCommand("pull", "Writes a stack's outputs into the process's configuration.", Details)
        {
            stack,
            from,
            local,
            env,
            appSettings,
            check,
        };
        command.Validators.Add(result =>
        {
            var sources = (result.GetValue(from) is null ? 0 : 1) + (result.GetValue(local) || result.GetValue(stack) is not null ? 1 : 0);
            if (sources != 1)
            {
                result.AddError("Name one source: --stack NAME, --from FILE, or --local.");
            }

            if (result.GetValue(env) is not null && result.GetValue(appSettings) is not null)
            {
                result.AddError("Name one file: --env-file or --appsettings.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var source = new OutputSource(parsed.GetValue(stack), parsed.GetValue(from), parsed.GetValue(local));
                var outputs = await source.ReadAsync(context, cancellationToken).ConfigureAwait(false);
                var file = parsed.GetValue(appSettings) ?? parsed.GetValue(env) ?? Path.Combine(context.ProjectFolder, ".env");
                return Write(context, outputs, file, isJson: parsed.GetValue(appSettings) is not null, parsed.GetValue(check));
            }
        );
        return command;
    }

    private static int Write(CliContext context, StackOutputs outputs, string file, bool isJson, bool check)
    {
        var text = File.Exists(file) ? File.ReadAllText(file) : "";
        IConfigurationDocument document = isJson ? AppSettingsDocument.Parse(text, file) : DotEnvDocument.Parse(text, file);
        var changes = ConfigurationChange.Apply(document, outputs.Settings);
        ConfigurationDiff.Show(context, file, changes);
        foreach (var warning in ConfigurationWarnings.For(context, document, outputs.Settings, file))
        {
            context.Error.WriteLine($"warning: {warning}");
        }

        if (check)
        {
            context.Error.WriteLine(
                changes.Count == 0 ? $"{file} is as the stack says." : $"{file} differs from the stack. Write it with the same command without --check."
            );
            return changes.Count == 0 ? ExitCode.Success : ExitCode.Failure;
        }

        if (changes.Count > 0)
        {
            PrivateFile.Write(file, document.Text);
        }
        else if (File.Exists(file))
        {
            PrivateFile.Close(file);
        }

        context.Error.WriteLine(changes.Count == 0 ? $"{file} is already as the stack says." : $"Wrote {file}, readable by you only.");
        return ExitCode.Success;
    }
}
