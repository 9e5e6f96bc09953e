using System.Globalization;

namespace NanoClaw.Doctor;

/// <summary>Runs the checks beside each other, each for so long at most; one that fails is a finding, not an end.</summary>
public sealed class Examination(IReadOnlyList<IDoctorCheck> checks, TimeSpan timeout)
{
    public async Task<DoctorReport> RunAsync(DoctorContext context, CancellationToken cancellationToken) =>
        new(await Task.WhenAll(checks.Select(check => Task.Run(() => RunAsync(check, context, cancellationToken), cancellationToken))));

    private async Task<CheckReport> RunAsync(IDoctorCheck check, DoctorContext context, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            await foreach (var finding in check.RunAsync(context, limit.Token).WithCancellation(limit.Token))
            {
                findings.Add(finding);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            findings.Add(
                Finding.Warning(
                    string.Create(CultureInfo.InvariantCulture, $"There was no answer within {timeout.TotalSeconds:0} s."),
                    "Try again; if it stays so, look at the network or the disk."
                )
            );
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The type and no more: a message may quote what it failed on.
            findings.Add(
                Finding.Problem(
                    $"It could not be checked: {(exception is IOException or UnauthorizedAccessException or CliException or Store.StoreException ? exception.Message : exception.GetType().Name)}"
                )
            );
        }

        return new CheckReport(check.Name, findings);
    }
}
