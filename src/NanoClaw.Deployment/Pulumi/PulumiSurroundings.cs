namespace NanoClaw.Deployment.Pulumi;

/// <summary>Where the Pulumi CLI is, and where it works.</summary>
public sealed record PulumiSurroundings
{
    /// <summary>The folder of <c>Pulumi.yaml</c>.</summary>
    public required string ProjectFolder { get; init; }

    /// <summary>Whether a person is there to answer it, at a terminal whose Ctrl-C reaches it too.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>The program.</summary>
    public string Executable { get; init; } = "pulumi";

    /// <summary>Variables that the program gets beside this process's own, such as an API token that was typed.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    // A record's own text form would show the variables.
    public override string ToString() => $"{Executable} in {ProjectFolder}";

    /// <summary>The program as a search path finds it; this process's own where none is named.</summary>
    public static string Find(string? searchPath)
    {
        string[] names = OperatingSystem.IsWindows() ? ["pulumi.exe", "pulumi.cmd"] : ["pulumi"];
        return searchPath
                ?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
                .FirstOrDefault(File.Exists)
            ?? "pulumi";
    }
}
