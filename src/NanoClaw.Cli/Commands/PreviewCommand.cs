using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanoClaw.Cli.Previewing;
using NanoClaw.Infra.Settings;
using NanoClaw.LocalCloud;
using NanoClaw.LocalCloud.Updates;

namespace NanoClaw.Cli.Commands;

/// <summary>
/// <c>nanoclaw preview</c>: what the program declares, or what an update would change, as <c>pulumi preview</c> shows
/// it, without an account.
/// </summary>
internal static class PreviewCommand
{
    private const string Details = """
        With --from it compares: what would be created, updated, replaced or deleted, property by property, with the
        provider's own rules of what is replaced; and what would lose data, cut clients off, open what is guarded or be
        refused. --out writes what is deployed after the update, for the next --from. Pulumi's own preview, which asks the
        account, has the last word. Below, it shows what a month costs at most, by the caps and the price table.
        It notes a setting that has no effect as the others are.

        Examples:
          nanoclaw preview
          nanoclaw preview --stack prod --config zonePlan=pro --json
          nanoclaw preview --stack prod --from origin/main
          nanoclaw preview --stack prod --from origin/main --config rotationVersion=3 --fail-on data --fail-on clients
          nanoclaw preview --stack prod --out prod.plan
          nanoclaw preview --stack prod --from prod.plan --refresh --json

        Exit codes:
          0   shown
          1   the program refused, all of its messages are shown; or the revision could not be built
          2   the command line is wrong, or there is no such file or revision
          10  what --fail-on names would happen; the plan is shown
        """;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create(CliContext context)
    {
        var stack = new Option<string>("--stack", "-s")
        {
            Description = "The stack: 'local', or one with a Pulumi.<stack>.yaml.",
            DefaultValueFactory = _ => StackName.Local,
        };
        var json = new Option<bool>("--json") { Description = "Print the steps with their inputs or changes, the outputs and the dangers as one JSON object." };
        var config = SettingOverrides.Create();
        var from = new Option<string?>("--from")
        {
            Description = "Compare with what is deployed: a file that --out wrote, or a git revision, which is built in a folder of its own.",
            HelpName = "FILE|REVISION",
        };
        var @out = new Option<string?>("--out") { Description = "Write what is deployed after this update to a file. No secret is in it.", HelpName = "FILE" };
        var refresh = new Option<bool>("--refresh")
        {
            Description = "With --from: as if 'pulumi refresh' had run in between, with what the API answers for all that is not declared.",
        };
        var failOn = FailOn.Create();
        var command = new DocumentedCommand(
            "preview",
            "Shows what a stack creates at Cloudflare, or what an update changes there. Secrets are masked, nothing is created.",
            Details
        )
        {
            stack,
            json,
            config,
            from,
            @out,
            refresh,
            failOn,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(from) is null && (result.GetValue(refresh) || result.GetResult(failOn) is { Implicit: false }))
            {
                result.AddError("--refresh and --fail-on say something of a comparison: name what to compare with, --from FILE or --from REVISION.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var name = parsed.GetValue(stack)!;
                var compares = parsed.GetValue(from) is not null || parsed.GetValue(@out) is not null;
                var options = new LocalCloudOptions
                {
                    ProjectFolder = context.ProjectFolder,
                    Stack = name,
                    // A kept plan is the same on every machine, so no model of this one's environment gets into it.
                    Model = ModelChoice.FromEnvironment(compares ? static _ => null : context.Variable),
                    Overrides = parsed.GetValue(config)!,
                };
                var settings = StackSettingsSource.Read(options, ProviderValues.ForPreview);
                var (before, source) = parsed.GetValue(from) is { } compared
                    ? await new ComparisonSource(context).ReadAsync(compared, name, cancellationToken).ConfigureAwait(false)
                    : (DeployedStack.Nothing(name), null);
                var plan = compares
                    ? await UpdateEvaluation
                        .RunAsync(settings, parsed.GetValue(refresh) ? before.Refreshed() : before, context.ProjectFolder, cancellationToken)
                        .ConfigureAwait(false)
                    : null;
                var month = new Month(MonthEstimate.Of(settings), SettingText.Idle(settings, parsed.GetValue(config)!.Keys));
                if (parsed.GetValue(@out) is { } file)
                {
                    await File.WriteAllTextAsync(Path.GetFullPath(file, context.ProjectFolder), DeployedStackFile.Write(plan!.After), cancellationToken)
                        .ConfigureAwait(false);
                }

                if (source is not null)
                {
                    Show(context, plan!, source, month, parsed.GetValue(json));
                    return plan!.Dangers.Any(d => parsed.GetValue(failOn)!.Contains(d.Kind)) ? ExitCode.Dangerous : ExitCode.Success;
                }

                Show(
                    context,
                    await StackEvaluation.RunAsync(settings, ProviderValues.ForPreview, context.ProjectFolder, cancellationToken).ConfigureAwait(false),
                    month,
                    parsed.GetValue(json)
                );
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static void Show(CliContext context, UpdatePlan plan, string source, Month month, bool json)
    {
        if (json)
        {
            var printed = UpdateJson.Of(plan);
            printed["comparedWith"] = source;
            context.Verbatim.WriteLine(month.AddTo(printed).ToJsonString(Indented));
            return;
        }

        month.Note(context);
        new UpdateText(context).Write(plan, source);
        EstimateText.Write(context.Terminal(), month.Estimate);
    }

    private static void Show(CliContext context, EvaluatedStack stack, Month month, bool json)
    {
        var plan = StackPlan.Of(stack);
        if (json)
        {
            context.Verbatim.WriteLine(month.AddTo(plan.ToJson()).ToJsonString(Indented));
            return;
        }

        month.Note(context);

        foreach (var note in stack.Configuration.Notes)
        {
            context.Error.WriteLine($"note: {note}");
        }

        if (stack.Declared.OfType("cloudflare:index/d1Database:D1Database").Any())
        {
            context.Error.WriteLine("note: d1 declares a database for a store to come. Nothing uses it yet; what is at home stays there.");
        }

        PlanText.Write(context, plan, stack.Declared.Name);
        EstimateText.Write(context.Terminal(), month.Estimate);
    }

    /// <summary>What is told beside a plan, of whatever kind it is.</summary>
    private sealed record Month(MonthEstimate Estimate, IReadOnlyList<IdleSetting> Idle)
    {
        public JsonObject AddTo(JsonObject printed)
        {
            printed["estimate"] = Estimate.ToJson();
            printed["withoutEffect"] = new JsonArray([.. Idle.Select(idle => new JsonObject { ["setting"] = idle.Key, ["why"] = idle.Why })]);
            return printed;
        }

        public void Note(CliContext context)
        {
            foreach (var (key, why) in Idle)
            {
                context.Error.WriteLine($"note: {StackConfiguration.Project}:{key} has no effect: {TerminalText.Safe(why)}.");
            }
        }
    }
}
