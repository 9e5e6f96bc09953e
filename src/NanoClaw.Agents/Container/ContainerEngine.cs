using System.Diagnostics;

namespace NanoClaw.Agents;

/// <summary>The engine's executable, and the arguments in which docker and Apple's container differ.</summary>
internal sealed class ContainerEngine(string executable)
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);

    private readonly bool _isDocker = !Path.GetFileName(executable).Equals("container", StringComparison.Ordinal);

    /// <summary>The executable's path, or null where there is none.</summary>
    public static string? Find(string engine)
    {
        if (engine.Contains('/', StringComparison.Ordinal) || engine.Contains('\\', StringComparison.Ordinal))
        {
            return File.Exists(engine) ? Path.GetFullPath(engine) : null;
        }

        var names = OperatingSystem.IsWindows() ? [engine + ".exe", engine] : new[] { engine };
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }

    public static IReadOnlyList<string> RunArguments(
        string name,
        string image,
        IEnumerable<ContainerMount> mounts,
        string? timezone,
        IEnumerable<string> environmentNames
    )
    {
        var arguments = new List<string> { "run", "-i", "--rm", "--name", name };
        if (timezone is not null)
        {
            arguments.AddRange(["-e", "TZ=" + timezone]);
        }

        foreach (var variable in environmentNames)
        {
            // The name alone: the engine takes the value from its own environment, and no list of processes shows it.
            arguments.AddRange(["-e", variable]);
        }

        if (HostUser.Current() is { } user)
        {
            arguments.AddRange(["--user", user, "-e", "HOME=/home/node"]);
        }

        foreach (var mount in mounts)
        {
            arguments.AddRange(["--mount", $"type=bind,source={mount.HostPath},target={mount.ContainerPath}{(mount.ReadOnly ? ",readonly" : "")}"]);
        }

        arguments.Add(image);
        return arguments;
    }

    public Process Start(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(executable)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The engine did not start.");
    }

    /// <summary>Asks the engine to stop a container, with patience that ends.</summary>
    public async Task StopAsync(string name)
    {
        using var stop = Start(_isDocker ? ["stop", "-t", "1", name] : ["stop", name]);
        stop.StandardInput.Close();
        _ = stop.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        _ = stop.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        using var patience = new CancellationTokenSource(StopPatience);
        try
        {
            await stop.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            stop.Kill(entireProcessTree: true);
        }
    }
}
