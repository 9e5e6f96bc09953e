namespace NanoClaw.Launcher.Tests;

/// <summary><c>./nanoclaw</c> as a person starts it, with a stand-in for <c>dotnet</c>.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly StandInClone _clone = new();

    public void Dispose() => _clone.Dispose();

    [Fact]
    public async Task It_builds_once_and_again_when_a_source_has_changed()
    {
        Assert.Equal(0, (await _clone.RunAsync()).ExitCode);
        var (_, _, quiet) = await _clone.RunAsync();
        Assert.Equal((1, ""), (_clone.Builds, quiet));

        await File.WriteAllTextAsync(_clone.Source, "return 1;", TestContext.Current.CancellationToken);
        await _clone.RunAsync();
        Assert.Equal(2, _clone.Builds);

        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(_clone.Source)!, "More.cs"), "", TestContext.Current.CancellationToken);
        await _clone.RunAsync();
        Assert.Equal(3, _clone.Builds);

        File.Delete(_clone.Source);
        await _clone.RunAsync();
        Assert.Equal(4, _clone.Builds);
    }

    [Fact]
    public async Task A_file_that_is_newer_and_the_same_is_no_change()
    {
        await _clone.RunAsync();
        File.SetLastWriteTimeUtc(_clone.Source, DateTime.UtcNow.AddMinutes(1));
        Directory.CreateDirectory(Path.Combine(_clone.Root, "src", "NanoClaw.Cli", "obj"));

        var (_, _, quiet) = await _clone.RunAsync();

        Assert.Equal((1, ""), (_clone.Builds, quiet));
    }

    [Theory]
    [InlineData("infra/Stack.cs", 2)]
    [InlineData("eng/Pulumi.props", 2)]
    [InlineData("src/moltworker/src/index.ts", 2)]
    [InlineData("Directory.Packages.props", 2)]
    [InlineData("Directory.Build.props", 2)]
    [InlineData("Directory.Build.targets", 2)]
    [InlineData("global.json", 2)]
    [InlineData("src/moltworker/src/index.test.ts", 1)]
    [InlineData("src/moltworker/node_modules/workerd/index.js", 1)]
    [InlineData("src/NanoClaw.Cli/obj/project.assets.json", 1)]
    [InlineData("src/NanoClaw.Store/README.md", 1)]
    [InlineData("src/whatsapp-sidecar/src/main.js", 1)]
    [InlineData("tests/NanoClaw.Store.Tests/StoreTests.cs", 1)]
    public async Task What_the_program_is_made_of_is_built_and_nothing_else(string file, int builds)
    {
        await _clone.RunAsync();
        var path = Path.Combine(_clone.Root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.AppendAllTextAsync(path, "\n", TestContext.Current.CancellationToken);

        Assert.Equal(0, (await _clone.RunAsync()).ExitCode);

        Assert.Equal(builds, _clone.Builds);
    }

    [Fact]
    public async Task Going_back_to_what_was_built_before_builds_nothing()
    {
        await _clone.RunAsync();
        var text = await File.ReadAllTextAsync(_clone.Source, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_clone.Source, "return 1;", TestContext.Current.CancellationToken);
        await _clone.RunAsync();

        await File.WriteAllTextAsync(_clone.Source, text, TestContext.Current.CancellationToken);
        await _clone.RunAsync();

        Assert.Equal(2, _clone.Builds);
    }

    [Fact]
    public async Task Arguments_input_exit_code_and_the_working_directory_are_the_program_s()
    {
        await using var command = Command.Start(_clone.Fake, _clone.Environment, _clone.Launcher, "ask", "two  words", "", "--x='$HOME'", "*");
        command.Write("typed\n");

        Assert.Equal(0, await command.EndAsync());
        Assert.Equal($"<ask><two  words><><--x='$HOME'><*>{_clone.Fake}|{_clone.Launcher}|typed\n", command.Output);
        Assert.Equal(42, (await _clone.RunAsync("exit", "42")).ExitCode);
    }

    [Fact]
    public async Task It_runs_through_links_and_from_anywhere()
    {
        var direct = Path.Combine(_clone.Fake, "nc");
        var second = Path.Combine(_clone.Fake, "nc2");
        File.CreateSymbolicLink(direct, _clone.Launcher);
        File.CreateSymbolicLink(second, "nc");

        await using var command = Command.Start("/", _clone.Environment, second, "x");
        await command.EndAsync();

        Assert.Equal($"<x>/|{_clone.Launcher}|", command.Output);
    }

    [Fact]
    public async Task A_signal_is_the_program_s_which_has_the_launcher_s_process()
    {
        await _clone.RunAsync();
        await using var command = _clone.Start("wait");
        await command.UntilAsync(() => command.Output.Contains('\n', StringComparison.Ordinal));
        Assert.StartsWith($"{command.Id} ", command.Output, StringComparison.Ordinal);

        command.Signal("TERM");

        Assert.Equal(7, await command.EndAsync());
        Assert.EndsWith("asked to end\n", command.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_build_is_shown_step_by_step_and_apart_from_the_output()
    {
        var (_, output, error) = await _clone.RunAsync();

        Assert.StartsWith("/", output, StringComparison.Ordinal);
        Assert.Matches(
            "(?s)^nanoclaw: building NanoClaw, about a minute this first time \\.\\.\\.\n.*nanoclaw: +[0-9]+ s  NanoClaw\\.Store\n.*nanoclaw: +[0-9]+ s  ready\n$",
            error
        );
        Assert.DoesNotContain('\r', error);
    }

    [Fact]
    public async Task On_a_terminal_the_seconds_are_counted()
    {
        const string Terminal = "/usr/bin/script";
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Terminal), "util-linux's script makes the terminal.");
        _clone.Tell("hold");
        await using var command = Command.Start(_clone.Root, _clone.Environment, Terminal, "-qefc", "./nanoclaw", "/dev/null");

        await command.UntilAsync(() => command.Output.Contains("  2 s  building ...", StringComparison.Ordinal));
        _clone.Untell("hold");

        Assert.Equal(0, await command.EndAsync());
        Assert.Contains("\r\u001b[2Knanoclaw:", command.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_at_once_build_once_and_the_second_says_that_it_waits()
    {
        _clone.Tell("hold");
        await using var first = _clone.Start("first");
        await first.UntilAsync(() => _clone.Builds == 1);
        await using var second = _clone.Start("second");
        await second.UntilAsync(() => second.Error.Contains("another nanoclaw builds here", StringComparison.Ordinal));
        _clone.Untell("hold");

        Assert.Equal((0, 0), (await first.EndAsync(), await second.EndAsync()));
        Assert.StartsWith("<first>", first.Output, StringComparison.Ordinal);
        Assert.StartsWith("<second>", second.Output, StringComparison.Ordinal);
        Assert.Equal(1, _clone.Builds);
    }

    [Fact]
    public async Task A_lock_that_was_left_behind_stops_nobody()
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(_clone.Root, "artifacts", "launcher")).FullName, "lock");
        await File.WriteAllTextAsync(file, int.MaxValue.ToString(), TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-1));

        Assert.Equal(0, (await _clone.RunAsync()).ExitCode);
        Assert.False(File.Exists(file));
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public async Task A_signal_while_it_builds_ends_the_build_and_leaves_no_lock(string signal, int exitCode)
    {
        _clone.Tell("hold");
        await using var command = _clone.Start();
        await command.UntilAsync(() => _clone.Builds == 1);

        command.Signal(signal);

        Assert.Equal(exitCode, await command.EndAsync());
        var build = int.Parse(await File.ReadAllTextAsync(Path.Combine(_clone.Fake, "builds"), TestContext.Current.CancellationToken));
        for (var waited = 0; IsAlive(build); waited++)
        {
            Assert.True(waited < 3000, "The build goes on.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.False(File.Exists(Path.Combine(_clone.Root, "artifacts", "launcher", "lock")));
    }

    [Fact]
    public async Task A_build_that_fails_shows_the_end_of_its_log_and_runs_nothing()
    {
        _clone.Tell("fault", "Program.cs(1,1): error CS1002: ; expected [/a/b.csproj]\n");

        var (exitCode, output, error) = await _clone.RunAsync();

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("Program.cs(1,1): error CS1002: ; expected", error, StringComparison.Ordinal);
        var log = Path.Combine(_clone.Root, "artifacts", "launcher", "build.log");
        Assert.Contains($"The whole log is in {log}.", error, StringComparison.Ordinal);
        Assert.Contains("Determining projects", await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        _clone.Untell("fault");
        Assert.Equal(0, (await _clone.RunAsync()).ExitCode);
    }

    [Fact]
    public async Task A_build_that_says_the_cause_itself_is_quoted_with_that()
    {
        _clone.Tell(
            "fault",
            "Npm.targets(9,5): error NANOCLAW004: npm's registry is out of reach. Check the network. [/a/b.csproj]\nx.targets(1,1): error NANOCLAW004: npm's registry is out of reach. Check the network. [/a/c.csproj]\n"
        );

        var (_, _, error) = await _clone.RunAsync();

        Assert.Equal(2, error.Split("npm's registry is out of reach. Check the network.").Length);
        Assert.DoesNotContain("NANOCLAW004", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_out_of_reach_is_told_before_the_build_comes_to_it()
    {
        var worker = Path.Combine(_clone.Root, "src", "moltworker");
        await File.WriteAllTextAsync(
            Path.Combine(worker, "package.json"),
            """{ "name": "x", "dependencies": { "terser": "5.51.4" } }""",
            TestContext.Current.CancellationToken
        );
        await File.WriteAllTextAsync(
            Path.Combine(worker, "package-lock.json"),
            """
            {
              "name": "x",
              "lockfileVersion": 3,
              "packages": {
                "": { "name": "x", "dependencies": { "terser": "5.51.4" } },
                "node_modules/terser": { "version": "5.51.4", "integrity": "sha512-AA==" }
              }
            }
            """,
            TestContext.Current.CancellationToken
        );
        _clone.Environment["npm_config_registry"] = "http://127.0.0.1:1/";
        _clone.Environment["NO_PROXY"] = _clone.Environment["no_proxy"] = "127.0.0.1";
        _clone.Tell("hold");

        var (exitCode, _, error) = await _clone.RunAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("nanoclaw: npm's registry http://127.0.0.1:1/ refuses the connection (ECONNREFUSED).", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Node.js", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_built_last_can_be_run_without_a_build()
    {
        _clone.Environment["NANOCLAW_BUILD"] = "never";
        Assert.Contains("nothing was built here yet", (await _clone.RunAsync()).Error, StringComparison.Ordinal);

        _clone.Environment["NANOCLAW_BUILD"] = null;
        await _clone.RunAsync();
        await File.WriteAllTextAsync(_clone.Source, "does not compile", TestContext.Current.CancellationToken);
        _clone.Environment["NANOCLAW_BUILD"] = "never";

        Assert.Equal(0, (await _clone.RunAsync()).ExitCode);
        Assert.Equal(1, _clone.Builds);
    }

    [Fact]
    public async Task A_build_takes_nothing_from_under_what_runs_and_removes_what_nobody_runs()
    {
        await _clone.RunAsync();
        await using var running = _clone.Start("wait");
        await running.UntilAsync(() => running.Output.Contains('\n', StringComparison.Ordinal));
        var program = Path.GetDirectoryName(running.Output.Trim().Split(' ', 2)[1])!;

        for (var i = 0; i < 3; i++)
        {
            await File.WriteAllTextAsync(_clone.Source, $"return {i};", TestContext.Current.CancellationToken);
            await _clone.RunAsync();
        }

        // The one that runs, the current one and the one before.
        Assert.Equal(3, _clone.Programs.Length);
        Assert.Contains(program, _clone.Programs);

        running.Signal("TERM");
        await running.EndAsync();
        await File.WriteAllTextAsync(_clone.Source, "return 9;", TestContext.Current.CancellationToken);
        await _clone.RunAsync();
        Assert.Equal(2, _clone.Programs.Length);
        Assert.DoesNotContain(program, _clone.Programs);
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
