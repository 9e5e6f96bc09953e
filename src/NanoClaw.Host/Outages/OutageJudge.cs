using NanoClaw.Store;

namespace NanoClaw.Host.Outages;

/// <summary>Tells whether a failure is the agent's or the run's own; where the code does not tell, a plain request does.</summary>
internal sealed class OutageJudge(PlainRequest plain)
{
    /// <param name="group">Whose run failed.</param>
    /// <param name="code">With what.</param>
    /// <param name="isLast">Its retries are used up: before it is given up the agent must have been seen to answer.</param>
    /// <param name="known">The outage that is on for the group: what fails otherwise while it is does not say that it is over.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What is the matter with the agent, and the code that says so; null where the failure is the run's own.</returns>
    public async Task<(OutageCause Cause, string Code)?> JudgeAsync(
        RegisteredGroup group,
        string code,
        bool isLast,
        Outage? known,
        CancellationToken cancellationToken
    )
    {
        if (OutageCauses.Of(code) is { } cause)
        {
            return (cause, code);
        }

        var isInDoubt =
            known?.Code == code
            || OutageCauses.IsDoubtful(code)
            || (isLast && !OutageCauses.IsOfTheTurn(code))
            || (known is not null && !OutageCauses.ShowsTheEnd(code, known.Cause));
        return isInDoubt && await plain.FailsWithAsync(group, cancellationToken) is { } failure ? (OutageCauses.OfPlainFailure(failure), failure) : null;
    }
}
