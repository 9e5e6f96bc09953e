namespace NanoClaw.Verification.Contract;

/// <summary>One promise of the contract, looked at over one version of HTTP.</summary>
internal sealed class ContractCheck : Check
{
    /// <summary>Looks whether the promise is kept.</summary>
    public required Func<CheckContext, CancellationToken, Task<Finding>> Look { get; init; }

    internal override bool NeedsControl => true;

    internal override Task<Finding> TryAsync(CheckContext context, CancellationToken cancellationToken) => Look(context, cancellationToken);
}
