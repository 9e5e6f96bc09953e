using NanoClaw.Verification.Attempts;
using NanoClaw.Verification.Attempts.Table;
using NanoClaw.Verification.Contract;

namespace NanoClaw.Verification;

/// <summary>What a verification will do, told before it does it.</summary>
public sealed class VerificationPlan
{
    /// <summary>The requests of a flood unless told otherwise.</summary>
    public const int DefaultFlood = Flood.DefaultRequests;

    /// <summary>After so many attempts the right credentials are tried again: what was refused meanwhile counts only then.</summary>
    internal const int ControlEvery = 25;

    private VerificationPlan(IReadOnlyList<Check> checks, CheckSelection selection) => (Checks, Selection) = (checks, selection);

    /// <summary>What is chosen, in the order in which it is done.</summary>
    public IReadOnlyList<Check> Checks { get; }

    /// <summary>Attempts to get in.</summary>
    public int Attempts => Made.Count(c => c is not (ContractCheck or HstsCheck));

    /// <summary>Promises that are looked at.</summary>
    public int Promises => Made.Count(c => c is ContractCheck or HstsCheck);

    /// <summary>Whether the rate limit is made to bite.</summary>
    public bool HasFlood => Made.Any(c => c.IsFlood);

    /// <summary>Requests, at most.</summary>
    public int Requests => Made.Sum(c => c.Calls) + 2 + (Made.Count() / ControlEvery);

    /// <summary>Runs of the agent, each with a prompt of a few words.</summary>
    public int Runs => Made.Sum(c => c.Runs);

    internal CheckSelection Selection { get; }

    private IEnumerable<Check> Made => Checks.Where(c => Selection.WhyNot(c) is null);

    /// <summary>Every check there is.</summary>
    public static IReadOnlyList<Check> All => [.. ContractTable.All(), .. AttemptTable.Of(DefaultFlood)];

    /// <param name="selection">What is chosen.</param>
    /// <exception cref="ArgumentException">A name means no check.</exception>
    public static VerificationPlan Of(CheckSelection selection)
    {
        ArgumentNullException.ThrowIfNull(selection);
        IReadOnlyList<Check> all = [.. ContractTable.All(), .. AttemptTable.Of(selection.Flood ?? DefaultFlood)];
        if (selection.Only.Concat(selection.Skip).FirstOrDefault(name => !all.Any(c => CheckSelection.Means(name, c.Id))) is { } unknown)
        {
            throw new ArgumentException($"'{unknown}' is no check's id, nor the beginning of one up to a dot.", nameof(selection));
        }

        return new([.. all.Where(selection.Includes)], selection);
    }
}
