using System.Runtime.InteropServices;

namespace NanoClaw.Doctor.Checks;

/// <summary>Whether this machine is one the program is made for.</summary>
public sealed class RuntimeCheck(Version? version = null) : IDoctorCheck
{
    private const int Oldest = 10;

    public string Name => "runtime";

    public IAsyncEnumerable<Finding> RunAsync(DoctorContext context, CancellationToken cancellationToken) => Look().ToAsyncEnumerable();

    private IEnumerable<Finding> Look()
    {
        var running = version ?? Environment.Version;
        yield return running.Major < Oldest
            ? Finding.Problem($".NET {running} is too old.", $"Install .NET {Oldest} or later: https://dotnet.microsoft.com/download")
            : Finding.Ok($".NET {running}, {RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}");
    }
}
