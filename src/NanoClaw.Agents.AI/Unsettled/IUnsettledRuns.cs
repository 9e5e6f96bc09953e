namespace NanoClaw.Agents.AI;

/// <summary>
/// The runs that did not come to their end. Asked the same again, the same run is taken up, so that neither a retry in
/// front of this library nor a person's second try is run and billed twice. Not for long: what a person asks again
/// tomorrow is another question.
/// </summary>
internal interface IUnsettledRuns
{
    /// <summary>How long the same question means the same run.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>The id of the run that was left when the same was asked, which is no longer kept; null: there is none.</summary>
    /// <param name="fingerprint">What is asked.</param>
    string? Take(string fingerprint);

    /// <summary>Keeps the id of a run that is left.</summary>
    /// <param name="fingerprint">What was asked.</param>
    /// <param name="runId">Under which id.</param>
    void Keep(string fingerprint, string runId);
}
