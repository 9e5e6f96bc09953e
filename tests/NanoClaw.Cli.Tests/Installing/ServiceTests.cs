using System.Text.Json.Nodes;

namespace NanoClaw.Cli.Tests.Installing;

/// <summary>The service's commands, with a stand-in for <c>systemctl</c> that writes down how it was called.</summary>
public sealed class ServiceTests : IDisposable
{
    private const string Systemctl = """
        #!/bin/sh
        echo "$*" >>"$(dirname "$0")/calls"
        [ -f "$(dirname "$0")/fault" ] && echo "Failed to connect to bus" >&2 && exit 1
        case $* in
          *show*timer*) printf 'ActiveState=active\nSubState=waiting\nUnitFileState=enabled\nNextElapseUSecRealtime=Fri 2026-11-27 00:12:00 UTC\n' ;;
          *show*) printf 'ActiveState=active\nSubState=running\nUnitFileState=enabled\nMainPID=4711\nNRestarts=2\nExecMainStatus=0\nActiveEnterTimestamp=Thu 2026-11-26 18:00:00 UTC\n' ;;
        esac
        exit 0
        """;

    private readonly CommandLine _nanoclaw;
    private readonly string _tools;

    public ServiceTests()
        : this(isTerminal: false) { }

    private ServiceTests(bool isTerminal)
    {
        _nanoclaw = new CommandLine { InputIsTerminal = isTerminal };
        _tools = Directory.CreateDirectory(Path.Combine(_nanoclaw.Folder, "tools")).FullName;
        var script = Path.Combine(_tools, "systemctl");
        File.WriteAllText(script, Systemctl.ReplaceLineEndings("\n"));
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no systemd.");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        _nanoclaw.Environment["PATH"] = _tools;
        _nanoclaw.Environment["HOME"] = _nanoclaw.Folder;
        _nanoclaw.Environment["NANOCLAW_LAUNCHER"] = "/clones/my nanoclaw/nanoclaw";
    }

    private string Unit => Path.Combine(_nanoclaw.Folder, ".config", "systemd", "user", "nanoclaw.service");

    private string[] Calls => File.Exists(Path.Combine(_tools, "calls")) ? File.ReadAllLines(Path.Combine(_tools, "calls")) : [];

    public void Dispose() => _nanoclaw.Dispose();

    [Fact]
    public async Task Printing_shows_the_units_and_does_nothing()
    {
        _nanoclaw.Environment["PATH"] = "/nowhere";

        Assert.Equal(0, await _nanoclaw.RunAsync(["service", "install", "--print", "--stack", "prod"]));

        Assert.Contains($"# {Unit} (missing)\n", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("ExecStart=\"/clones/my nanoclaw/nanoclaw\" run --json\n", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("Environment=NANOCLAW_BUILD=never\n", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("config pull --stack prod\n", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("# systemctl --user enable --now nanoclaw-pull.timer\n", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Unit));
        Assert.Empty(Calls);
    }

    [Fact]
    public async Task Without_somebody_to_ask_it_is_shown_and_not_done()
    {
        Assert.Equal(0, await _nanoclaw.RunAsync(["service", "install"]));

        Assert.Contains("[Service]", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was done: there is nobody to ask. Say --yes to do it.", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Unit));
    }

    [Theory]
    [InlineData("y\n", true)]
    [InlineData("\n", false)]
    [InlineData("", false)]
    public async Task A_person_is_asked(string typed, bool isDone)
    {
        using var terminal = new ServiceTests(isTerminal: true);
        Assert.Equal(0, await terminal._nanoclaw.RunAsync(["service", "install"], typed));
        Assert.Contains("Write these files and run these commands? [y/N]", terminal._nanoclaw.Error, StringComparison.Ordinal);
        Assert.Equal(isDone, File.Exists(terminal.Unit));
    }

    [Fact]
    public async Task Installing_writes_the_units_and_starts_them_and_again_changes_nothing()
    {
        Assert.Equal(0, await _nanoclaw.RunAsync(["service", "install", "--yes", "--stack", "prod"]));

        Assert.Equal(["--user daemon-reload", "--user enable --now nanoclaw.service", "--user enable --now nanoclaw-pull.timer"], Calls);
        Assert.Equal(3, Directory.GetFiles(Path.GetDirectoryName(Unit)!).Length);
        var written = File.GetLastWriteTimeUtc(Unit);

        Assert.Equal(0, await _nanoclaw.RunAsync(["service", "install", "--yes", "--stack", "prod", "--json"]));
        var report = JsonNode.Parse(_nanoclaw.Output)!;
        Assert.Equal(("same", true), ((string?)report["units"]![0]!["state"], (bool)report["done"]!));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Unit));
        Assert.DoesNotContain("--user restart nanoclaw.service", Calls);
    }

    [Fact]
    public async Task An_earlier_unit_of_its_own_is_replaced_and_what_runs_is_started_anew()
    {
        await _nanoclaw.RunAsync(["service", "install", "--yes"]);
        _nanoclaw.Environment["NANOCLAW_LAUNCHER"] = "/elsewhere/nanoclaw";

        Assert.Equal(0, await _nanoclaw.RunAsync(["service", "install", "--yes"]));

        Assert.Contains(
            "ExecStart=/elsewhere/nanoclaw run --json",
            await File.ReadAllTextAsync(Unit, TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        Assert.Equal("--user restart nanoclaw.service", Calls[^1]);
    }

    [Theory]
    [InlineData("install")]
    [InlineData("uninstall")]
    public async Task A_unit_that_a_person_changed_stays_without_their_word(string command)
    {
        await _nanoclaw.RunAsync(["service", "install", "--yes"]);
        var mine = (await File.ReadAllTextAsync(Unit, TestContext.Current.CancellationToken)).Replace(
            "RestartSec=5",
            "RestartSec=60",
            StringComparison.Ordinal
        );
        await File.WriteAllTextAsync(Unit, mine, TestContext.Current.CancellationToken);

        Assert.Equal(6, await _nanoclaw.RunAsync(["service", command, "--yes"]));
        Assert.Contains($"{Unit} was changed by hand", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.Equal(mine, await File.ReadAllTextAsync(Unit, TestContext.Current.CancellationToken));

        Assert.Equal(0, await _nanoclaw.RunAsync(["service", command, "--yes", "--force"]));
        Assert.NotEqual(mine, File.Exists(Unit) ? await File.ReadAllTextAsync(Unit, TestContext.Current.CancellationToken) : "");
    }

    [Fact]
    public async Task A_unit_that_somebody_else_wrote_is_theirs()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Unit)!);
        await File.WriteAllTextAsync(Unit, "[Service]\nExecStart=/bin/true\n", TestContext.Current.CancellationToken);

        Assert.Equal(6, await _nanoclaw.RunAsync(["service", "install", "--yes"]));

        Assert.Empty(Calls);
    }

    [Fact]
    public async Task The_status_is_systemd_s()
    {
        Assert.Equal(9, await _nanoclaw.RunAsync(["service", "status"]));
        await _nanoclaw.RunAsync(["service", "install", "--yes", "--stack", "prod"]);

        Assert.Equal(0, await _nanoclaw.RunAsync(["service", "status"]));
        Assert.Matches("nanoclaw.service +active \\(running\\) +enabled +4711 +2 +Thu 2026-11-26 18:00:00 UTC", _nanoclaw.Output);
        Assert.Matches("nanoclaw-pull.timer +active \\(waiting\\) +enabled +- +- +Fri 2026-11-27 00:12:00 UTC", _nanoclaw.Output);

        Assert.Equal(0, await _nanoclaw.RunAsync(["service", "status", "--json"]));
        Assert.Equal(4711, (int)JsonNode.Parse(_nanoclaw.Output)![0]!["processId"]!);
    }

    [Fact]
    public async Task Uninstalling_stops_it_and_keeps_what_is_the_assistant_s()
    {
        await _nanoclaw.RunAsync(["service", "install", "--yes", "--stack", "prod"]);
        _nanoclaw.Env = "ASSISTANT_NAME=Andy\n";

        Assert.Equal(0, await _nanoclaw.RunAsync(["service", "uninstall", "--yes"]));

        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Unit)!));
        Assert.Equal(["--user disable --now nanoclaw.service", "--user disable --now nanoclaw-pull.timer", "--user daemon-reload"], Calls[^3..]);
        Assert.True(File.Exists(_nanoclaw.EnvFile));
        Assert.Equal(9, await _nanoclaw.RunAsync(["service", "uninstall", "--yes"]));
    }

    [Fact]
    public async Task Where_systemd_is_not_it_says_what_is()
    {
        _nanoclaw.Environment["PATH"] = "/nowhere";
        Assert.Equal(1, await _nanoclaw.RunAsync(["service", "install", "--yes"]));
        Assert.Contains("has no systemd", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.Contains("launchd", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Unit));
    }

    [Fact]
    public async Task What_systemctl_refuses_is_told_in_its_words()
    {
        await File.WriteAllTextAsync(Path.Combine(_tools, "fault"), "", TestContext.Current.CancellationToken);
        Assert.Equal(1, await _nanoclaw.RunAsync(["service", "install", "--yes"]));
        Assert.Contains("'systemctl --user daemon-reload' failed (exit code 1): Failed to connect to bus", _nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_system_service_has_an_account_and_its_store_may_be_elsewhere()
    {
        var elsewhere = Directory.CreateTempSubdirectory("nano store-").FullName;
        _nanoclaw.Env = $"STORE_DIR={elsewhere}\n";
        try
        {
            Assert.Equal(2, await _nanoclaw.RunAsync(["service", "install", "--print", "--system"]));
            Assert.Contains("--user NAME", _nanoclaw.Error, StringComparison.Ordinal);

            _nanoclaw.Environment["SUDO_USER"] = "ann";
            Assert.Equal(0, await _nanoclaw.RunAsync(["service", "install", "--print", "--system"]));
            Assert.Contains("# /etc/systemd/system/nanoclaw.service", _nanoclaw.Output, StringComparison.Ordinal);
            Assert.Contains("User=ann\n", _nanoclaw.Output, StringComparison.Ordinal);
            Assert.Contains($"ReadWritePaths={_nanoclaw.Folder} \"{elsewhere}\"\n", _nanoclaw.Output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(elsewhere);
        }
    }
}
