using NanoClaw.Host;

namespace NanoClaw.Cli.Doctor.Checks;

/// <summary>Whether the list of who may write makes sense.</summary>
internal sealed class SenderAllowlistCheck : IDoctorCheck
{
    public string Name => "senders";

    public IAsyncEnumerable<Finding> RunAsync(DoctorContext context, CancellationToken cancellationToken) => Look(context).ToAsyncEnumerable();

    private static IEnumerable<Finding> Look(DoctorContext context)
    {
        if (context.Settings?.Host.SenderAllowlistPath is not { } path || !File.Exists(path))
        {
            yield return Finding.Skipped("Everybody in a registered chat may write: there is no sender allowlist.");
            yield break;
        }

        yield return Read(path);
    }

    private static Finding Read(string path)
    {
        try
        {
            SenderAllowlist.Read(path);
            return Finding.Ok(path);
        }
        catch (InvalidDataException exception)
        {
            return Finding.Problem(exception.Message);
        }
    }
}
