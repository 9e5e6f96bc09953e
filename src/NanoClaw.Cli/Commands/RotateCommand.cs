using System.CommandLine;
using System.Globalization;
using NanoClaw.Cli.Output;
using NanoClaw.Cli.Rotating;
using NanoClaw.Cli.Running;
using NanoClaw.Deployment.Rotation;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw rotate</c>: new credentials for a stack, with nobody cut off.</summary>
internal static class RotateCommand
{
    private const string Details = """
        Raises rotationVersion in Pulumi.<stack>.yaml, previews, updates, proves from outside that the new credentials are
        taken and that those which ended are refused, and then writes the new ones into the .env of this agent, if it is
        here. The generation before stays valid until the next rotation. Whatever stops it, the same command goes on from
        where it is: it looks at the file, the stack and the .env, and keeps no note of its own.

        --leaked ends all earlier generations with the same update: who holds one is refused until it has pulled.
        --check changes nothing, and goes by the age that the stack itself knows.
        --raise-only and --take-up are the two halves, for who commits the file in between, as rotate.yml does.

        --json: one object: stack, from, generation, tookUp, applied, refused (the generations that were tried),
        configurationWritten, createdAt, expiresAt, notes. With --check and --raise-only: stack, generation, fileVersion,
        createdAt, expiresAt, ageDays, limitDays, isDue, isUnderWay, raised.

        Examples:
          nanoclaw rotate --stack prod
          nanoclaw rotate --stack prod --yes --json
          nanoclaw rotate --stack prod --check --days 30
          nanoclaw rotate --stack prod --leaked
          nanoclaw rotate --stack prod --raise-only && git commit -am "Rotate prod" && nanoclaw rotate --stack prod --take-up --yes

        Exit codes:
          0   done and proven; of --check: young enough
          1   a step failed, and the same command goes on from there; of --check: too old, or of an unknown age
          2   the command line, the stack's file or this machine is not as it has to be
          3   the new credentials are refused
          5   the agent cannot be reached
          6   another update is under way, or the file and the stack are more than one rotation apart
          10  the update would do more than rotate, or what has ended is still let in
          130 interrupted, or not confirmed
        """;

    public static Command Create(CliContext context)
    {
        var stack = new Option<string>("--stack", "-s") { Description = "The stack.", Required = true };
        var leaked = new Option<bool>("--leaked") { Description = "A credential has leaked: end all earlier generations at once." };
        var check = new Option<bool>("--check") { Description = "Only say how old the credentials are; exit with 1 where they are too old." };
        var raiseOnly = new Option<bool>("--raise-only") { Description = "Only raise the version in the file, where that is due and not done." };
        var takeUp = new Option<bool>("--take-up") { Description = "Begin nothing: finish what is under way, and prove what is there." };
        var days = new Option<int>("--days")
        {
            Description = "With --check and --raise-only: how old the credentials may get; 0 to 3650.",
            DefaultValueFactory = _ => 30,
        };
        var noPull = new Option<bool>("--no-pull") { Description = "Write no configuration, whatever is here." };
        var env = CommonOptions.EnvFile();
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask." };
        var json = CommonOptions.Json("what was done");
        var command = new DocumentedCommand("rotate", "Renews a stack's credentials: raises the version, previews, updates, tests and pulls.", Details)
        {
            HandlesSignals = true,
        };
        foreach (var option in (Option[])[stack, leaked, check, raiseOnly, takeUp, days, noPull, env, yes, json])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (new[] { check, raiseOnly, takeUp }.Count(result.GetValue) > 1 || (result.GetValue(check) && result.GetValue(leaked)))
            {
                result.AddError("--check, --raise-only and --take-up exclude each other, and --check changes nothing for --leaked to end.");
            }
        });
        days.Validators.Add(result =>
        {
            if (
                result.Tokens is [{ Value: var text }]
                && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 3650)
            )
            {
                result.AddError($"--days takes a whole number from 0 to 3650, not '{text}'.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var signals = new TerminationSignals(
                    () =>
                        context.Error.WriteLine(
                            "Ending what is under way (an update has two minutes); Ctrl-C again leaves at once. The same command goes on from there."
                        ),
                    Environment.Exit,
                    cancellationToken
                );
                var options = new RotationOptions
                {
                    ProjectFolder = context.ProjectFolder,
                    Stack = parsed.GetValue(stack)!,
                    Leaked = parsed.GetValue(leaked),
                    TakesUpOnly = parsed.GetValue(takeUp),
                    Time = context.Time,
                };
                var onlyLooks = parsed.GetValue(check) || parsed.GetValue(raiseOnly);
                ICredentialHolder holder =
                    onlyLooks || parsed.GetValue(noPull)
                        ? new NoHolder()
                        : new EnvFileHolder(parsed.GetValue(env) ?? Path.Combine(context.ProjectFolder, ".env"));
                var rotation = new CredentialRotation(context.Pulumi(), holder, options, line => context.Error.WriteLine(TerminalText.Safe(line)));
                var state = await rotation.LookAsync(signals.Token).ConfigureAwait(false);
                return onlyLooks
                    ? Look(context, rotation, options, state, TimeSpan.FromDays(parsed.GetValue(days)), parsed.GetValue(raiseOnly), parsed.GetValue(json))
                    : await RunAsync(context, rotation, options, (state, holder.Name), parsed.GetValue(yes), parsed.GetValue(json), signals.Token)
                        .ConfigureAwait(false);
            }
        );
        return command;
    }

    private static int Look(
        CliContext context,
        CredentialRotation rotation,
        RotationOptions options,
        RotationState state,
        TimeSpan limit,
        bool raises,
        bool json
    )
    {
        var deployed = state.Deployed;
        var age = new CredentialAge(deployed.Generation, deployed.CreatedAt, deployed.ExpiresAt, context.Time.GetUtcNow(), limit);
        var raised = raises && (age.IsDue || limit == TimeSpan.Zero || options.Leaked) && rotation.Raise(state);
        var entry = RotationAgeEntry.Of(options.Stack, state, age, raised);
        if (json)
        {
            JsonOutput.Write(context, entry, types => types.RotationAgeEntry);
        }
        else
        {
            context.Out.WriteLine(entry.Line());
        }

        return (raises ? age.Age is not null || entry.IsUnderWay : age.IsFine) ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task<int> RunAsync(
        CliContext context,
        CredentialRotation rotation,
        RotationOptions options,
        (RotationState State, string Holder) found,
        bool yes,
        bool json,
        CancellationToken cancellationToken
    )
    {
        foreach (var line in RotationPlan.Of(found.State, options).Lines(options.Stack, found.State.File.Name, found.Holder))
        {
            context.Error.WriteLine($"- {line}");
        }

        if (!yes && !Confirm(context))
        {
            context.Error.WriteLine("Nothing was done.");
            return ExitCode.Interrupted;
        }

        var report = await rotation.RunAsync(found.State, cancellationToken).ConfigureAwait(false);
        foreach (var note in report.Notes)
        {
            context.Error.WriteLine($"note: {TerminalText.Safe(note)}");
        }

        if (json)
        {
            JsonOutput.Write(context, report, types => types.RotationReport);
            return ExitCode.Success;
        }

        var refused = report.Refused.Count == 0 ? "" : $", {string.Join(", ", report.Refused)} refused";
        context.Out.WriteLine($"{report.Stack}: generation {report.Generation} of the credentials is accepted{refused}.");
        if (report.TookUp)
        {
            context.Out.WriteLine($"That was a rotation already begun. To rotate once more: nanoclaw rotate --stack {report.Stack}");
        }

        return ExitCode.Success;
    }

    private static bool Confirm(CliContext context)
    {
        if (!context.InputIsTerminal)
        {
            throw new CliException("Nobody is there to confirm it: say --yes.", ExitCode.Usage);
        }

        context.Error.Write("Do this? [y/N] ");
        return context.In.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
