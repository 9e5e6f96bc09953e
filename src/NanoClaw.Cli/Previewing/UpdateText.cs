using System.Text.Json;
using System.Text.Json.Nodes;
using NanoClaw.LocalCloud;
using NanoClaw.LocalCloud.Updates;
using NanoClaw.LocalCloud.Updates.Dangers;
using Spectre.Console;

namespace NanoClaw.Cli.Previewing;

/// <summary>What an update would change, as a person reads it: the dangers first, since they are why one looks.</summary>
internal sealed class UpdateText(CliContext context)
{
    private const int LongestValue = 200;

    private readonly IAnsiConsole _terminal = context.Terminal();

    /// <summary>The same, where a line stays in one piece: what is copied from an output is on the line of its name.</summary>
    private readonly IAnsiConsole _verbatim = (context with { Out = context.Verbatim }).Terminal();

    private static readonly JsonSerializerOptions OneLine = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Write(UpdatePlan plan, string source)
    {
        _terminal.WriteLine($"Previewing update ({plan.Before.Name}) of {source}, evaluated on this machine:");
        _terminal.WriteLine();
        Dangers(plan.Dangers);
        var steps = plan.Steps.Where(s => s.Kind != UpdateKind.Same).ToArray();
        var types = steps.Select(s => StackPlan.ShortType(s.Resource.Type).Length).DefaultIfEmpty().Max();
        foreach (var step in steps)
        {
            Step(step, types);
        }

        Outputs(plan.OutputChanges);
        Summary(plan);
    }

    private void Dangers(IReadOnlyList<Danger> dangers)
    {
        if (dangers.Count == 0)
        {
            return;
        }

        _terminal.WriteLine("Look at this before you apply it:", new Style(decoration: Decoration.Bold));
        foreach (var danger in dangers)
        {
            _terminal.WriteLine($" !   {Title(danger.Kind)}: {danger.Resource}: {danger.Text}", new Style(Color.Red, decoration: Decoration.Bold));
        }

        _terminal.WriteLine();
    }

    private static string Title(DangerKind kind) =>
        kind switch
        {
            DangerKind.Data => "loses data",
            DangerKind.Clients => "cuts clients off",
            DangerKind.Guard => "opens what is guarded",
            _ => "would be refused",
        };

    private void Step(UpdateStep step, int types)
    {
        var (sign, color) = Mark(step.Kind);
        var renamed = step is { Before: { } before, After: { } after } && before.Name != after.Name ? $" (was {before.Name})" : "";
        var kept = step.Kind == UpdateKind.Delete && step.Before!.RetainOnDelete ? ", kept in the account" : "";
        _terminal.WriteLine(
            $" {sign, -3} {StackPlan.ShortType(step.Resource.Type).PadRight(types)}  {step.Resource.Name}{renamed}  {UpdateJson.Word(step.Kind)}{kept}",
            new Style(color)
        );
        foreach (var change in step.Changes)
        {
            Change(_terminal, change);
        }
    }

    private static void Change(IAnsiConsole console, PropertyChange change)
    {
        var (sign, color) =
            change.Before is null ? ("+", Color.Green)
            : change.After is null ? ("-", Color.Red)
            : ("~", Color.Yellow);
        var values =
            change.Before is null ? Value(change.After)
            : change.After is null ? Value(change.Before)
            : $"{Value(change.Before)} => {Value(change.After)}";
        console.WriteLine($"       {sign} {change.Path}: {values}{(change.Replaces ? "  (replaces)" : "")}", new Style(color));
    }

    private void Outputs(IReadOnlyList<PropertyChange> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        _terminal.WriteLine();
        _terminal.WriteLine("Outputs:");
        foreach (var change in changes)
        {
            Change(_verbatim, change);
        }
    }

    private void Summary(UpdatePlan plan)
    {
        _terminal.WriteLine();
        _terminal.WriteLine("Resources:");
        foreach (
            var (kind, text) in new[]
            {
                (UpdateKind.Create, "to create"),
                (UpdateKind.Update, "to update"),
                (UpdateKind.Replace, "to replace"),
                (UpdateKind.Delete, "to delete"),
            }
        )
        {
            if (plan.Count(kind) is > 0 and var count)
            {
                _terminal.WriteLine($"    {Mark(kind).Sign, -2} {count} {text}");
            }
        }

        _terminal.WriteLine($"    {plan.Count(UpdateKind.Same)} unchanged");
    }

    private static (string Sign, Color Color) Mark(UpdateKind kind) =>
        kind switch
        {
            UpdateKind.Create => ("+", Color.Green),
            UpdateKind.Update => ("~", Color.Yellow),
            UpdateKind.Replace => ("+-", Color.Magenta),
            _ => ("-", Color.Red),
        };

    private static string Value(JsonNode? value)
    {
        var text = value?.ToJsonString(OneLine) ?? "";
        return text.Length <= LongestValue ? text : $"{text[..LongestValue]}... ({text.Length} characters)";
    }
}
