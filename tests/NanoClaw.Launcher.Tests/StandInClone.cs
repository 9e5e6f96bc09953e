namespace NanoClaw.Launcher.Tests;

/// <summary>
/// A clone with the real launcher and a <c>dotnet</c> that builds a program in no time: a script that says how it was called.
/// </summary>
internal sealed class StandInClone : IDisposable
{
    private const string Dotnet = """
        #!/bin/sh
        # What the launcher uses of dotnet. $FAKE is the folder of this stand-in.
        case $1 in
          --version) [ -f "$FAKE/old-sdk" ] && exit 145; echo 10.0.100 ;;
          --list-sdks) [ -f "$FAKE/old-sdk" ] && echo "8.0.400 [/usr/share/dotnet/sdk]"; exit 0 ;;
          build)
            echo $$ >>"$FAKE/builds"
            echo "  Determining projects to restore..."
            echo "  NanoClaw.Store -> $PWD/NanoClaw.Store.dll"
            while [ -f "$FAKE/hold" ]; do sleep 0.05; done
            [ -f "$FAKE/fault" ] && cat "$FAKE/fault" && exit 1
            while [ "$1" != --artifacts-path ]; do shift; done
            mkdir -p "$2/bin/NanoClaw.Cli/release"
            echo program >"$2/bin/NanoClaw.Cli/release/nanoclaw.dll"
            echo "  NanoClaw.Cli -> $2/bin/NanoClaw.Cli/release/nanoclaw.dll" ;;
          *nanoclaw.dll)
            program=$1; shift
            [ -f "$program" ] || exit 66
            case ${1:-} in
              wait)
                trap 'echo asked to end; exit 7' TERM
                echo "$$ $program"
                while :; do sleep 0.05; done ;;
              exit) exit "$2" ;;
            esac
            for argument in "$@"; do printf '<%s>' "$argument"; done
            printf '%s|%s|' "$PWD" "$NANOCLAW_LAUNCHER"
            cat ;;
        esac
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nano claw-");

    public StandInClone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "nanoclaw is a script for sh.");
        Root = Path.Combine(_folder.FullName, "a clone");
        Fake = Directory.CreateDirectory(Path.Combine(_folder.FullName, "fake")).FullName;
        foreach (
            var file in new[] { "nanoclaw", "global.json", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" }
                .Concat(Sources("eng/launcher"))
                .Concat(Sources("eng/npm"))
        )
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Root, file))!);
            File.Copy(Repository.PathTo(file), Path.Combine(Root, file));
        }

        Source = Path.Combine(Root, "src", "NanoClaw.Cli", "Program.cs");
        Directory.CreateDirectory(Path.GetDirectoryName(Source)!);
        Directory.CreateDirectory(Path.Combine(Root, "src", "moltworker"));
        Directory.CreateDirectory(Path.Combine(Root, "infra"));
        File.WriteAllText(Source, "return 0;");
        WriteScript("dotnet", Dotnet);
        Environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["PATH"] = $"{Fake}:{Path.GetDirectoryName(FindNode())}:/usr/bin:/bin",
            ["FAKE"] = Fake,
            ["NANOCLAW_BUILD"] = null,
            ["NANOCLAW_LAUNCHER"] = null,
            ["DOTNET_ROOT"] = null,
            ["HOME"] = _folder.FullName,
        };
    }

    public string Root { get; }

    /// <summary>The folder of the stand-in for <c>dotnet</c>.</summary>
    public string Fake { get; }

    /// <summary>A file that the program is made of.</summary>
    public string Source { get; }

    public Dictionary<string, string?> Environment { get; }

    public string Launcher => Path.Combine(Root, "nanoclaw");

    /// <summary>How often it was built.</summary>
    public int Builds => File.Exists(Path.Combine(Fake, "builds")) ? File.ReadAllLines(Path.Combine(Fake, "builds")).Length : 0;

    public string[] Programs => Directory.GetDirectories(Path.Combine(Root, "artifacts", "launcher"), "program-*");

    public Command Start(params IEnumerable<string> arguments) => Command.Start(_folder.FullName, Environment, Launcher, arguments);

    public async Task<(int ExitCode, string Output, string Error)> RunAsync(params IEnumerable<string> arguments)
    {
        await using var command = Start(arguments);
        return (await command.EndAsync(), command.Output, command.Error);
    }

    /// <summary>Has the stand-in do something else, by a file that it looks for.</summary>
    public void Tell(string what, string text = "") => File.WriteAllText(Path.Combine(Fake, what), text);

    public void Untell(string what) => File.Delete(Path.Combine(Fake, what));

    public void WriteScript(string name, string text)
    {
        var path = Path.Combine(Fake, name);
        File.WriteAllText(path, text.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public static string FindNode() => System.Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(it => Path.Combine(it, "node")).First(File.Exists);

    public void Dispose() => _folder.Delete(recursive: true);

    private static IEnumerable<string> Sources(string path) =>
        Directory.EnumerateFiles(Repository.PathTo(path)).Select(file => Path.GetRelativePath(Repository.Root, file));
}
