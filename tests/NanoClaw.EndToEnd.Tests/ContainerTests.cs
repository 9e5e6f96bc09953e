using System.Text.Json;

namespace NanoClaw.EndToEnd.Tests;

/// <summary><c>nanoclaw chat</c> with v1's containers in the place of Cloudflare; the engine is a script that does what an agent of v1 does.</summary>
public sealed class ContainerTests : IDisposable
{
    private const string Agent = """
        #!/bin/sh
        [ "$1" = run ] || exit 0
        for word; do
          case "$word" in *target=/workspace/ipc) ipc=${word#*source=}; ipc=${ipc%%,*} ;; esac
        done
        case "$(cat)" in
          *"Remind me"*)
            mkdir -p "$ipc/tasks"
            printf '%s' '{"type":"schedule_task","prompt":"drink","schedule_type":"cron","schedule_value":"0 9 * * *","context_mode":"group","targetJid":"terminal:main"}' > "$ipc/tasks/1.tmp"
            mv "$ipc/tasks/1.tmp" "$ipc/tasks/1.json" ;;
        esac
        echo 'what the agent prints besides'
        echo '---NANOCLAW_OUTPUT_START---'
        echo '{"status":"success","result":"Fifteen. <internal>not this</internal>","newSessionId":"s-1"}'
        echo '---NANOCLAW_OUTPUT_END---'
        """;

    private readonly TemporaryProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task The_same_assistant_answers_from_a_container_and_schedules_when_a_person_says_yes()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The engine's double is a shell script.");
            return;
        }

        var engine = Path.Combine(_project.Folder, "docker");
        await File.WriteAllTextAsync(engine, Agent.ReplaceLineEndings("\n"), TestContext.Current.CancellationToken);
        File.SetUnixFileMode(engine, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        await using (var chat = Start(engine, "chat"))
        {
            chat.Write("Remind me to drink each day at nine\n");
            Assert.True(await chat.WaitAsync() == 0, chat.Error);
            Assert.Contains("Fifteen.", chat.Output, StringComparison.Ordinal);
        }

        // Nobody knows what an agent in a container has read.
        var held = (await JsonAsync(engine, "audit", "--json"))[0];
        Assert.Equal(("held", "unknown"), (held.GetProperty("decision").GetString(), held.GetProperty("strangers")[0].GetString()));
        Assert.Empty((await JsonAsync(engine, "tasks", "list", "--json")).EnumerateArray());
        await using (var chat = Start(engine, "chat"))
        {
            chat.Write($"yes {held.GetProperty("heldId").GetString()}\n");
            Assert.True(await chat.WaitAsync() == 0, chat.Error);
            Assert.Contains("It is done.", chat.Output, StringComparison.Ordinal);
        }

        var task = Assert.Single((await JsonAsync(engine, "tasks", "list", "--json")).EnumerateArray());
        Assert.Equal(("drink", "0 9 * * *", "group"), (Text("prompt"), Text("scheduleValue"), Text("contextMode")));
        var budget = (await JsonAsync(engine, "status", "--json")).GetProperty("budget");
        Assert.False(budget.GetProperty("billed").GetBoolean());

        string? Text(string name) => task.GetProperty(name).GetString();
    }

    private async Task<JsonElement> JsonAsync(string engine, params string[] args)
    {
        await using var command = Start(engine, args);
        Assert.True(await command.WaitAsync() == 0, command.Error);
        return JsonDocument.Parse(command.Output).RootElement;
    }

    private NanoClawProcess Start(string engine, params string[] args) =>
        NanoClawProcess.Start(
            _project.Folder,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["AGENT_RUNTIME"] = "container",
                ["CONTAINER_ENGINE"] = engine,
                ["HEALTH_PORT"] = "none",
            },
            args
        );
}
