namespace NanoClaw.Launcher.Tests;

/// <summary>What is missing on a machine is said in one sentence, with where to get it.</summary>
public sealed class PrerequisitesTests : IDisposable
{
    private readonly StandInClone _clone = new();

    public void Dispose() => _clone.Dispose();

    [Fact]
    public async Task No_dotnet()
    {
        _clone.Environment["PATH"] = Tools();
        Told("NanoClaw needs the .NET SDK 10, and there is no dotnet on the PATH. Get it from https://dotnet.microsoft.com/download", await _clone.RunAsync());
    }

    [Fact]
    public async Task A_dotnet_that_is_on_no_path_but_where_its_installer_puts_it()
    {
        var home = _clone.Environment["HOME"]!;
        Directory.CreateDirectory(Path.Combine(home, ".dotnet"));
        File.Move(Path.Combine(_clone.Fake, "dotnet"), Path.Combine(home, ".dotnet", "dotnet"));
        _clone.Environment["PATH"] = Tools();
        File.CreateSymbolicLink(Path.Combine(_clone.Fake, "tools", "node"), StandInClone.FindNode());

        var (exitCode, _, error) = await _clone.RunAsync();

        Assert.True(exitCode == 0, error);
    }

    [Fact]
    public async Task A_dotnet_that_is_too_old()
    {
        _clone.Tell("old-sdk");
        Told(
            "NanoClaw needs the .NET SDK 10.0.100 or a later one of the same major version, and here is 8.0.400. Get it from https://dotnet.microsoft.com/download",
            await _clone.RunAsync()
        );
    }

    [Fact]
    public async Task No_node()
    {
        _clone.Environment["PATH"] = $"{_clone.Fake}:{Tools()}";
        Told("NanoClaw is built with Node.js 20 or later, and there is no node on the PATH. Get it from https://nodejs.org", await _clone.RunAsync());
    }

    [Fact]
    public async Task A_node_that_is_too_old()
    {
        _clone.Tell(
            "old.cjs",
            "Object.defineProperty(process, 'versions', { value: { node: '18.20.0' } }); Object.defineProperty(process, 'version', { value: 'v18.20.0' });"
        );
        _clone.WriteScript("node", $"#!/bin/sh\nexec '{StandInClone.FindNode()}' -r \"$FAKE/old.cjs\" \"$@\"\n");
        Told("Node.js is too old: this is v18.20.0, and NanoClaw is built with 20 or later. Get it from https://nodejs.org", await _clone.RunAsync());
    }

    private static void Told(string sentence, (int ExitCode, string Output, string Error) end)
    {
        Assert.Equal((1, ""), (end.ExitCode, end.Output));
        Assert.StartsWith($"nanoclaw: {sentence}", end.Error, StringComparison.Ordinal);
        Assert.Single(end.Error.Trim().Split('\n'));
    }

    /// <summary>What a script needs, and nothing else that may be beside it on this machine.</summary>
    private string Tools()
    {
        var tools = Directory.CreateDirectory(Path.Combine(_clone.Fake, "tools")).FullName;
        foreach (var tool in new[] { "dirname", "readlink", "find", "head", "cat", "mkdir", "sleep" })
        {
            File.CreateSymbolicLink(Path.Combine(tools, tool), File.Exists($"/usr/bin/{tool}") ? $"/usr/bin/{tool}" : $"/bin/{tool}");
        }

        return tools;
    }
}
