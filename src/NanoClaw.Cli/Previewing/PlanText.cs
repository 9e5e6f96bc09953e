using System.Text.Json;
using NanoClaw.LocalCloud;
using Spectre.Console;

namespace NanoClaw.Cli.Previewing;

/// <summary>What the program declares for a new stack, as a person reads it.</summary>
internal static class PlanText
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(CliContext context, StackPlan plan, string stack)
    {
        var terminal = context.Terminal();
        terminal.WriteLine($"Previewing update ({stack}), evaluated on this machine:");
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
            // What is copied from here stays in one piece, on the line of its name.
            context.Verbatim.WriteLine($"    {name.PadRight(width)}: {value?.ToJsonString(OneLine)}");
        }

        terminal.WriteLine();
        terminal.WriteLine("Resources:");
        terminal.WriteLine($"    + {plan.ResourceCount} to create");
    }
}
