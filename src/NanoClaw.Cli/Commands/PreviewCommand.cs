using System.CommandLine;
using System.Text.Json;
using NanoClaw.LocalCloud;
using Spectre.Console;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw preview</c>: what the program declares, as <c>pulumi preview</c> shows it, without an account.</summary>
internal static class PreviewCommand
{
    private const string Details = """
        Examples:
          nanoclaw preview
          nanoclaw preview --stack dev
          nanoclaw preview --stack prod --config zonePlan=pro --json

        Exit codes:
          0  shown
          1  the program refused; all of its messages are shown
          2  the command line is wrong
        """;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions OneLine = new() { Encoder = Indented.Encoder };

    public static Command Create(CliContext context)
    {
        var stack = new Option<string>("--stack", "-s") { Description = "The stack: 'local', or one with a Pulumi.<stack>.yaml.", DefaultValueFactory = _ => StackName.Local };
        var json = new Option<bool>("--json") { Description = "Print the steps with their inputs, and the outputs, as one JSON object." };
        var config = SettingOverrides.Create();
        var command = new DocumentedCommand("preview", "Shows what the infra program declares for a stack; secrets are masked and nothing is created.", Details) { stack, json, config };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new LocalCloudOptions
            {
                ProjectFolder = context.ProjectFolder,
                Stack = parsed.GetValue(stack)!,
                Model = ModelChoice.FromEnvironment(context.Variable),
                Overrides = parsed.GetValue(config)!,
            };
            var settings = StackSettingsSource.Read(options, ProviderValues.ForPreview);
            var evaluated = await StackEvaluation.RunAsync(settings, ProviderValues.ForPreview, context.ProjectFolder, cancellationToken).ConfigureAwait(false);
            Show(context, evaluated, parsed.GetValue(json));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Show(CliContext context, EvaluatedStack stack, bool json)
    {
        var plan = StackPlan.Of(stack);
        if (json)
        {
            context.Out.WriteLine(plan.ToJson().ToJsonString(Indented));
            return;
        }

        foreach (var note in stack.Configuration.Notes)
        {
            context.Error.WriteLine($"note: {note}");
        }

        var terminal = context.Terminal();
        terminal.WriteLine($"Previewing update ({stack.Declared.Name}), evaluated on this machine:");
        terminal.WriteLine();
        var lines = plan.Lines().ToArray();
        var types = lines.Max(l => l.Type.Length);
        var names = lines.Max(l => l.Name.Length);
        terminal.WriteLine($"     {"Type".PadRight(types)}  {"Name".PadRight(names)}  Plan", new Style(decoration: Decoration.Bold));
        foreach (var (type, name) in lines)
        {
            terminal.WriteLine($" +   {type.PadRight(types)}  {name.PadRight(names)}  create", new Style(Color.Green));
        }

        terminal.WriteLine();
        terminal.WriteLine("Outputs:");
        var width = plan.Outputs.Max(o => o.Key.Length);
        foreach (var (name, value) in plan.Outputs)
        {
            terminal.WriteLine($"    {name.PadRight(width)}: {value?.ToJsonString(OneLine)}");
        }

        terminal.WriteLine();
        terminal.WriteLine("Resources:");
        terminal.WriteLine($"    + {plan.ResourceCount} to create");
    }
}
