using NanoClaw.Host;

namespace NanoClaw.Doctor.Checks;

/// <summary>Whether the list of who may write makes sense.</summary>
public sealed class SenderAllowlistCheck : IDoctorCheck
{
    private static Finding None => Finding.Skipped("Everybody in a registered chat may write: there is no sender allowlist.");

    public string Name => "senders";

    public IAsyncEnumerable<Finding> RunAsync(DoctorContext context, CancellationToken cancellationToken) => Look(context).ToAsyncEnumerable();

    private static IEnumerable<Finding> Look(DoctorContext context)
    {
        yield return context.Settings?.Host.SenderAllowlistPath is { } path ? Read(path) : None;
    }

    private static Finding Read(string path)
    {
        try
        {
            return ReferenceEquals(SenderAllowlist.Read(path), SenderAllowlist.Everybody) ? None : Finding.Ok(path);
        }
        catch (InvalidDataException exception)
        {
            return Finding.Problem(exception.Message);
        }
    }
}
