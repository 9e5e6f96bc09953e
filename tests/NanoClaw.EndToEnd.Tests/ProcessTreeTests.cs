using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace NanoClaw.EndToEnd.Tests;

/// <summary>The commands as a newcomer types them.</summary>
public sealed class ProcessTreeTests : IDisposable
{
    private readonly TemporaryProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task One_question_is_answered_on_the_standard_output_alone()
    {
        var (code, output, error) = await NanoClawProcess.RunAsync(_project.Folder, "dev", "--port", "0", "--ask", "Is anybody there?");
        Assert.True(code == 0, error);
        Assert.Contains("Is anybody there?", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", output + error, StringComparison.Ordinal);
        Assert.Contains("the built-in demo", error, StringComparison.Ordinal);
        Assert.Contains("Not reproduced", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_key_the_model_is_asked_and_the_key_is_in_no_file()
    {
        await using var model = await ModelServer.StartAsync();
        await using var nanoclaw = NanoClawProcess.Start(
            _project.Folder,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["ANTHROPIC_API_KEY"] = ModelServer.Key, ["ANTHROPIC_BASE_URL"] = model.Address },
            "dev",
            "--port",
            "0",
            "--ask",
            "What is seven and seven?"
        );
        Assert.True(await nanoclaw.WaitAsync() == 0, nanoclaw.Error);
        Assert.Equal("Fourteen.", nanoclaw.Output.Trim());
        Assert.Equal([ModelServer.Key], model.Keys);
        Assert.DoesNotContain(ModelServer.Key, nanoclaw.Error, StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(_project.Folder, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(ModelServer.Key, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Outputs_come_from_the_pulumi_cli_and_its_refusal_is_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A shell script stands in for the Pulumi CLI.");
        var pulumi = Path.Combine(_project.Folder, "pulumi");
        await File.WriteAllTextAsync(
            pulumi,
            """
            #!/bin/sh
            echo "$*" >> arguments.txt
            case "$*" in
              *"--stack dev"*) echo '{"agentEndpoint":"https://agent.example.net","agentToken":"t0","accessClientId":"c.access","accessClientSecret":"s0"}' ;;
              *) echo "error: no stack named 'nosuch' found" >&2; exit 255 ;;
            esac
            """,
            TestContext.Current.CancellationToken
        );
        Executable(pulumi);
        var path = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = $"{_project.Folder}:{Environment.GetEnvironmentVariable("PATH")}" };
        await using var pull = NanoClawProcess.Start(_project.Folder, path, "config", "pull", "--stack", "dev");
        Assert.True(await pull.WaitAsync() == 0, pull.Error);
        Assert.Contains(
            "CLOUDFLARE_AGENT_TOKEN=t0",
            await File.ReadAllTextAsync(Path.Combine(_project.Folder, ".env"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "stack output --json --show-secrets --stack dev",
            await File.ReadAllTextAsync(Path.Combine(_project.Folder, "arguments.txt"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );

        await using var refused = NanoClawProcess.Start(_project.Folder, path, "config", "pull", "--stack", "nosuch");
        Assert.Equal(1, await refused.WaitAsync());
        Assert.Contains("no stack named 'nosuch'", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_terminal_asks_the_cloud_that_runs_and_config_pull_takes_its_values()
    {
        await using var dev = await StartDevAsync();
        var asked = await NanoClawProcess.RunAsync(_project.Folder, "ask", "--json", "First");
        Assert.True(asked.ExitCode == 0, asked.Error);
        var answer = JsonDocument.Parse(asked.Output).RootElement;
        Assert.Equal("success", answer.GetProperty("status").GetString());
        Assert.Contains("First", answer.GetProperty("result").GetString(), StringComparison.Ordinal);

        var pulled = await NanoClawProcess.RunAsync(_project.Folder, "config", "pull", "--local");
        Assert.True(pulled.ExitCode == 0, pulled.Error);
        var checkedAgain = await NanoClawProcess.RunAsync(_project.Folder, "config", "pull", "--local", "--check");
        Assert.Equal(0, checkedAgain.ExitCode);
        var session = answer.GetProperty("sessionId").GetString()!;
        var again = await NanoClawProcess.RunAsync(_project.Folder, "ask", "--session", session, "Second");
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Contains("Second", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_start_keeps_sessions_and_tokens_and_reset_forgets_them()
    {
        string session,
            port;
        await using (var dev = await StartDevAsync())
        {
            var asked = await NanoClawProcess.RunAsync(_project.Folder, "ask", "--json", "First");
            session = JsonDocument.Parse(asked.Output).RootElement.GetProperty("sessionId").GetString()!;
            port = new Uri(JsonDocument.Parse(await dev.LineAsync()).RootElement.GetProperty("endpoint").GetString()!).Port.ToString();
            dev.Signal("TERM");
            Assert.Equal(0, await dev.WaitAsync());
        }

        var before = await File.ReadAllTextAsync(_project.State("agent.env"), TestContext.Current.CancellationToken);
        await using (var dev = await StartDevAsync(port))
        {
            Assert.Equal(before, await File.ReadAllTextAsync(_project.State("agent.env"), TestContext.Current.CancellationToken));
            var again = await NanoClawProcess.RunAsync(_project.Folder, "ask", "--session", session, "Second");
            Assert.True(again.ExitCode == 0, again.Error);
            dev.Signal("TERM");
            await dev.WaitAsync();
        }

        await using (var dev = await StartDevAsync(port, "--reset"))
        {
            Assert.NotEqual(before, await File.ReadAllTextAsync(_project.State("agent.env"), TestContext.Current.CancellationToken));
            var lost = await NanoClawProcess.RunAsync(_project.Folder, "ask", "--session", session, "Third");
            Assert.Equal(6, lost.ExitCode);
        }
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public async Task However_it_ends_no_workerd_is_left(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It looks for processes in /proc.");
        await using var dev = await StartDevAsync();
        var workers = WorkerdOf(_project.Folder);
        Assert.Single(workers);
        dev.Signal(signal);
        var code = await dev.WaitAsync();
        Assert.True(signal == "KILL" || code == 0, $"exit code {code}: {dev.Error}");

        var deadline = Stopwatch.StartNew();
        while (WorkerdOf(_project.Folder).Length > 0)
        {
            Assert.True(deadline.Elapsed < TimeSpan.FromMinutes(2), "workerd outlived its parent");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_port_in_use_is_named_with_the_way_out()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var (code, _, error) = await NanoClawProcess.RunAsync(_project.Folder, "dev", "--port", $"{port}", "--ask", "Hi");
        Assert.Equal(1, code);
        Assert.Contains($"Port {port} of 127.0.0.1 is in use", error, StringComparison.Ordinal);
        Assert.Contains("--port", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Empty(WorkerdOf(_project.Folder));
    }

    [Fact]
    public async Task A_second_dev_on_the_same_state_is_refused()
    {
        await using var dev = await StartDevAsync();
        var (code, _, error) = await NanoClawProcess.RunAsync(_project.Folder, "dev", "--port", "0", "--ask", "Hi");
        Assert.Equal(1, code);
        Assert.Contains("Another 'nanoclaw dev'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deployed_stack_runs_here_under_a_name_of_this_machine_guarded_by_its_owners_rules()
    {
        var (code, output, error) = await NanoClawProcess.RunAsync(
            _project.Folder,
            "dev",
            "--stack",
            "staging",
            "--config",
            "modelProvider=demo",
            "--port",
            "0",
            "--ask",
            "Hello staging"
        );
        Assert.True(code == 0, error);
        Assert.Contains("Hello staging", output, StringComparison.Ordinal);
        Assert.Contains("agent-staging.example.com.localhost", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_mistakes_of_the_settings_are_told_at_once()
    {
        var (code, _, error) = await NanoClawProcess.RunAsync(
            _project.Folder,
            "dev",
            "--port",
            "0",
            "--ask",
            "Hi",
            "--config",
            "runsPerDay=zero",
            "--config",
            "zonePlan=platinum",
            "--config",
            "hostname=Agent_1"
        );
        Assert.Equal(1, code);
        Assert.All((string[])["runsPerDay", "zonePlan", "hostname"], key => Assert.Contains(key, error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_secret_is_ever_shown_and_every_file_is_the_owners_alone()
    {
        await using var dev = await StartDevAsync(extra: "--verbose");
        await NanoClawProcess.RunAsync(_project.Folder, "ask", "Hi");
        dev.Signal("TERM");
        await dev.WaitAsync();
        var outputs = JsonDocument.Parse(await File.ReadAllTextAsync(_project.State("outputs.json"), TestContext.Current.CancellationToken)).RootElement;
        foreach (var secret in (string[])["agentToken", "accessClientSecret"])
        {
            Assert.DoesNotContain(outputs.GetProperty(secret).GetString()!, dev.Output + dev.Error, StringComparison.Ordinal);
        }

        AssertClosedToOthers(Path.Combine(_project.Folder, ".nanoclaw"));
        Assert.All(Directory.EnumerateFiles(Path.Combine(_project.Folder, ".nanoclaw", "local")), AssertClosedToOthers);
    }

    private static void AssertClosedToOthers(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal((UnixFileMode)0, File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead));
        }
    }

    private static void Executable(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private async Task<NanoClawProcess> StartDevAsync(string port = "0", string? extra = null)
    {
        var dev = NanoClawProcess.Start(_project.Folder, ["dev", "--json", "--port", port, .. extra is null ? (string[])[] : [extra]]);
        await dev.LineAsync();
        return dev;
    }

    private static string[] WorkerdOf(string folder) =>
        !OperatingSystem.IsLinux()
            ? []
            :
            [
                .. Process
                    .GetProcessesByName("workerd")
                    .Select(p => $"/proc/{p.Id}/cmdline")
                    .Where(File.Exists)
                    .Where(f =>
                    {
                        try
                        {
                            return File.ReadAllText(f).Contains(folder, StringComparison.Ordinal);
                        }
                        catch (IOException)
                        {
                            return false;
                        }
                    }),
            ];
}
