namespace NanoClaw.Agents.Tests;

/// <summary>A container engine that is a shell script: a real process with real pipes, and no container.</summary>
public sealed class FakeEngine : IDisposable
{
    public const string Start = "---NANOCLAW_OUTPUT_START---";
    public const string End = "---NANOCLAW_OUTPUT_END---";

    private readonly string _folder = Directory.CreateTempSubdirectory("nanoclaw-engine-").FullName;

    /// <param name="agent">What the container does, in sh; <c>$INPUT</c> holds its standard input, <c>$IPC</c> is its mailbox.</param>
    /// <param name="name"><c>docker</c> or <c>container</c>.</param>
    public FakeEngine(string agent, string name = "docker")
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The engine's double is a shell script.");
            return;
        }

        Executable = Path.Combine(_folder, name);
        File.WriteAllText(
            Executable,
            $$"""
            #!/bin/sh
            FOLDER='{{_folder}}'
            if [ "$1" = stop ]; then
              printf '%s\n' "$@" > "$FOLDER/stopped"
              kill "$(cat "$FOLDER/pid")" 2>/dev/null
              exit 0
            fi
            echo $$ > "$FOLDER/pid"
            printf '%s\n' "$@" > "$FOLDER/arguments"
            INPUT=$(cat)
            printf '%s' "$INPUT" > "$FOLDER/input"
            IPC="$FOLDER/data/ipc/family"
            result() { printf '%s' '{{Start}}'; printf '%s' "$1"; printf '%s\n' '{{End}}'; }
            {{agent}}
            """.ReplaceLineEndings("\n")
        );
        File.SetUnixFileMode(Executable, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Executable { get; } = "";

    public string Folder => _folder;

    public string Groups => Path.Combine(_folder, "groups");

    public string Input => File.ReadAllText(Path.Combine(_folder, "input"));

    public IReadOnlyList<string> Arguments => File.ReadAllLines(Path.Combine(_folder, "arguments"));

    /// <summary>The arguments of the engine's stop, or null where it was not asked to.</summary>
    public IReadOnlyList<string>? Stopped => File.Exists(Path.Combine(_folder, "stopped")) ? File.ReadAllLines(Path.Combine(_folder, "stopped")) : null;

    public ContainerAgentOptions Options(Action<ContainerAgentOptions>? configure = null)
    {
        var options = new ContainerAgentOptions
        {
            Engine = Executable,
            GroupsFolder = Groups,
            DataFolder = Path.Combine(_folder, "data"),
            MountAllowlist = Path.Combine(_folder, "mount-allowlist.json"),
        };
        configure?.Invoke(options);
        return options;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
