using NanoClaw.Verification;

namespace NanoClaw.Cli.Verifying;

/// <summary>One run of <c>nanoclaw verify</c>: says what it will do, asks, does it and tells.</summary>
internal sealed class VerificationSession(CliContext context)
{
    public required VerificationSource Source { get; init; }

    public required CheckSelection Selection { get; init; }

    /// <summary>Whether it was agreed to beforehand.</summary>
    public bool IsAgreed { get; init; }

    public bool Json { get; init; }

    public string? JUnitFile { get; init; }

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var plan = Plan();
        var target = await Source.ReadAsync(context, cancellationToken).ConfigureAwait(false);
        VerificationText.WritePlan(context, target, plan);
        if (!await AgreeAsync(cancellationToken).ConfigureAwait(false))
        {
            context.Error.WriteLine("Nothing was done.");
            return ExitCode.Interrupted;
        }

        var report = await VerifyAsync(target, plan, cancellationToken).ConfigureAwait(false);
        if (JUnitFile is { } file)
        {
            await File.WriteAllTextAsync(Path.GetFullPath(file, context.ProjectFolder), JUnitReport.Write(report), cancellationToken).ConfigureAwait(false);
        }

        if (Json)
        {
            context.Out.WriteLine(report.ToJson());
        }
        else
        {
            VerificationText.WriteReport(context, report);
        }

        return report.Outcome switch
        {
            VerificationOutcome.Held => ExitCode.Success,
            VerificationOutcome.Hole => ExitCode.Failure,
            _ => ExitCode.Inconclusive,
        };
    }

    private VerificationPlan Plan()
    {
        try
        {
            return VerificationPlan.Of(Selection);
        }
        catch (ArgumentException exception)
        {
            throw new CliException($"{exception.Message.Split(" (Parameter")[0]} See them all: nanoclaw verify --list.", ExitCode.Usage, exception);
        }
    }

    private async Task<VerificationReport> VerifyAsync(VerificationTarget target, VerificationPlan plan, CancellationToken cancellationToken)
    {
        var counted = 0;
        var progress = new Tee(VerificationText.Progress(context, plan), () => counted++);
        try
        {
            return await new Verifier(target, context.Time).RunAsync(plan, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            context.Error.WriteLine($"\nInterrupted after {counted} of {plan.Checks.Count + 1} checks: nothing is proved.");
            throw;
        }
    }

    private async Task<bool> AgreeAsync(CancellationToken cancellationToken)
    {
        if (IsAgreed)
        {
            return true;
        }

        if (!context.InputIsTerminal)
        {
            throw new CliException("Nobody is there to be asked: agree to it with --yes.", ExitCode.Usage);
        }

        context.Error.Write("Go on? [y/N] ");
        return (await context.In.ReadLineAsync(cancellationToken).ConfigureAwait(false))?.Trim() is "y" or "Y" or "yes";
    }

    private sealed class Tee(IProgress<CheckResult> other, Action count) : IProgress<CheckResult>
    {
        public void Report(CheckResult value)
        {
            count();
            other.Report(value);
        }
    }
}
