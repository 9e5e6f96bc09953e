namespace NanoClaw.Doctor;

/// <summary>Looks at one thing that a user could have got wrong.</summary>
public interface IDoctorCheck
{
    /// <summary>One or two words.</summary>
    string Name { get; }

    /// <summary>Looks, and changes nothing. What it throws becomes a problem.</summary>
    IAsyncEnumerable<Finding> RunAsync(DoctorContext context, CancellationToken cancellationToken);
}
