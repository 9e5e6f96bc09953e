namespace NanoClaw.Cli.Doctor;

/// <summary>Looks at one thing that a user could have got wrong.</summary>
internal interface IDoctorCheck
{
    /// <summary>One or two words.</summary>
    string Name { get; }

    /// <summary>Looks, and changes nothing. What it throws becomes a problem.</summary>
    IAsyncEnumerable<Finding> RunAsync(DoctorContext context, CancellationToken cancellationToken);
}
