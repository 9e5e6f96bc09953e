using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace NanoClaw.LocalCloud.Tests;

public sealed class WorkerdTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_worker_sees_the_scheme_and_host_of_the_client()
    {
        await using var worker = await RunningWorker.StartAsync(_folder, TinyWorker.Stack());
        Assert.Equal("https://agent.localhost/url?a=b", await worker.GetAsync("/url?a=b"));
        Assert.Equal("http://agent.localhost/url", await worker.GetAsync("/url", scheme: "http"));
    }

    [Fact]
    public async Task The_worker_has_the_declared_bindings_and_no_secret_is_in_a_file()
    {
        await using var worker = await RunningWorker.StartAsync(_folder, TinyWorker.Stack());
        var bindings = JsonDocument.Parse(await worker.GetAsync("/bindings")).RootElement;
        Assert.Equal("plain", bindings.GetProperty("text").GetString());
        Assert.Equal(TinyWorker.Secret, bindings.GetProperty("secret").GetString());
        Assert.Equal(["ACCESS_TEAM_DOMAIN", "GROUPS", "LIMIT", "SECRET", "TEXT"], bindings.GetProperty("names").EnumerateArray().Select(n => n.GetString()));

        foreach (var file in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            Assert.DoesNotContain("planted-secret", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_declared_script_runs_with_the_agent_s_objects_a_bucket_and_each_other()
    {
        await using var worker = await RunningWorker.StartAsync(_folder, TinyWorker.StackOfThree());

        Assert.Equal("1", await worker.GetAsync("/visit"));
        Assert.Equal("2 https://agent.localhost/x", await worker.GetAsync("/x", script: "tiny-front"));
        Assert.Equal("by the front: 3 https://agent.localhost/y", await worker.GetAsync("/y", script: "tiny-page"));
    }

    [Fact]
    public void What_a_script_calls_that_nobody_declared_stops_the_start()
    {
        var stack = TinyWorker.StackOfThree();
        var without = stack with { Resources = [.. stack.Resources.Where(r => r.Name != "tiny-front")] };
        var workers = DeclaredWorker.AllIn(without);

        Assert.Contains(
            "'FRONT' of the Worker 'tiny-page' is of a Worker that this stack does not declare",
            Assert
                .Throws<LocalCloudException>(() =>
                    WorkerdConfiguration.Of(workers[0], new WorkerdSurroundings { DurableObjectsFolder = _folder.Sub("objects") }, workers[1])
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_workerd_cannot_give_is_said_by_name()
    {
        await using var worker = await RunningWorker.StartAsync(_folder, TinyWorker.Stack());
        Assert.Contains("AI (ai)", Assert.Single(worker.Configuration.NotReproduced), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Durable_objects_keep_their_rows_over_a_restart()
    {
        await using (var worker = await RunningWorker.StartAsync(_folder, TinyWorker.Stack()))
        {
            Assert.Equal("1", await worker.GetAsync("/visit"));
            Assert.Equal("2", await worker.GetAsync("/visit"));
        }

        await using var again = await RunningWorker.StartAsync(_folder, TinyWorker.Stack());
        Assert.Equal("3", await again.GetAsync("/visit"));
    }

    /// <summary>As Cloudflare does, which workerd alone does not; and what is below the bound is kept.</summary>
    [Fact]
    public async Task What_is_larger_than_a_value_or_a_row_may_be_is_refused_in_cloudflares_words()
    {
        await using var worker = await RunningWorker.StartAsync(_folder, TinyWorker.Stack());
        foreach (
            var (way, character, length, isKept) in new[]
            {
                ("text", "x", 2_000_000, true),
                ("text", "x", 2_000_001, false),
                ("text", "你", 660_000, true),
                ("text", "你", 700_000, false),
                ("blob", "x", 2_000_000, true),
                ("blob", "x", 2_100_000, false),
                ("row", "x", 990_000, true),
                ("row", "x", 1_100_000, false),
                ("put", "x", 1_900_000, true),
                ("put", "x", 2_100_000, false),
                ("puts", "x", 2_100_000, false),
                ("kv", "x", 1_900_000, true),
                ("kv", "x", 2_100_000, false),
            }
        )
        {
            Assert.Equal(
                $"{way} {length}: {(isKept ? "kept" : "string or blob too big: SQLITE_TOOBIG")}",
                $"{way} {length}: {await worker.GetAsync($"/keep?way={way}&character={Uri.EscapeDataString(character)}&length={length}")}"
            );
        }

        // What guards it is of this machine alone.
        Assert.DoesNotContain("SQLITE_TOOBIG", DeclaredWorker.In(TinyWorker.Stack()).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rate_limit_binding_counts_each_key_up_to_its_limit()
    {
        await using var worker = await RunningWorker.StartAsync(_folder, TinyWorker.Stack());
        Assert.Equal("[true,true,false]", await worker.GetAsync("/limit?one"));
        Assert.Equal("[true,true,false]", await worker.GetAsync("/limit?two"));
        Assert.Equal("[false,false,false]", await worker.GetAsync("/limit?one"));
    }

    [Fact]
    public async Task The_access_teams_keys_come_from_the_edge_and_nothing_else_does()
    {
        await using var edge = await StartServerAsync();
        var address = new Uri(edge.Urls.Single());
        await using var worker = await RunningWorker.StartAsync(_folder, TinyWorker.Stack(), address.Authority);
        Assert.Equal(
            "200 team.cloudflareaccess.com/cdn-cgi/access/certs",
            await worker.GetAsync("/fetch?url=https://team.cloudflareaccess.com/cdn-cgi/access/certs")
        );
    }

    [Fact]
    public async Task This_machine_is_reachable_at_the_declared_model_and_nowhere_else()
    {
        await using var model = await StartServerAsync();
        await using var other = await StartServerAsync();
        await using var worker = await RunningWorker.StartAsync(_folder, TinyWorker.Stack(modelBaseUrl: model.Urls.Single() + "/v1"));
        Assert.StartsWith("200 ", await worker.GetAsync($"/fetch?method=POST&url={model.Urls.Single()}/v1/chat"), StringComparison.Ordinal);
        Assert.Equal("refused", await worker.GetAsync($"/fetch?method=POST&url={other.Urls.Single()}/v1/chat"));
    }

    [Theory]
    [InlineData("GET", "/v1/chat")]
    [InlineData("PUT", "/v1/chat")]
    [InlineData("DELETE", "/v1/chat")]
    [InlineData("POST", "/v1")]
    [InlineData("POST", "/v10/chat")]
    [InlineData("POST", "/api/pull")]
    [InlineData("POST", "/v1/../api/pull")]
    [InlineData("POST", "/v1/%252e%252e/../../api/pull")]
    [InlineData("POST", "/v1/..%252fapi/pull")]
    [InlineData("POST", "/v1/..%255capi/pull")]
    public async Task The_declared_models_server_is_reached_below_its_path_by_post_and_in_no_other_way(string method, string path)
    {
        await using var model = await StartServerAsync();
        await using var worker = await RunningWorker.StartAsync(_folder, TinyWorker.Stack(modelBaseUrl: model.Urls.Single() + "/v1/"));
        Assert.Equal("refused", await worker.GetAsync($"/fetch?method={method}&url={model.Urls.Single()}{path}"));
    }

    [Fact]
    public async Task No_other_user_of_this_machine_can_reach_workerd()
    {
        await using var worker = await RunningWorker.StartAsync(_folder, TinyWorker.Stack());
        var address = worker.Supervisor.Address!;
        Assert.Equal("unix", address.Scheme);
        FileModes.AssertOwnerOnly(Path.GetDirectoryName(address.LocalPath)!);
        Assert.DoesNotContain("127.0.0.1", worker.Configuration.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_is_told_with_the_last_lines_and_followed_by_a_new_start()
    {
        var crashed = new TaskCompletionSource<WorkerdCrash>();
        var restarted = new TaskCompletionSource();
        await using var worker = await RunningWorker.StartAsync(
            _folder,
            TinyWorker.Stack(),
            events: new WorkerdEvents { OnCrash = crash => crashed.TrySetResult(crash), OnRestart = () => restarted.TrySetResult() }
        );
        await worker.GetAsync("/visit");
        KillWorkerd();

        var crash = await crashed.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.NotEqual(0, crash.ExitCode);
        await restarted.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal("2", await worker.GetAsync("/visit"));
    }

    [Fact]
    public async Task A_worker_that_cannot_start_is_told_with_what_workerd_said()
    {
        var exception = await Assert.ThrowsAsync<LocalCloudException>(() => RunningWorker.StartAsync(_folder, TinyWorker.Stack(script: "export default {")));
        Assert.Contains("SyntaxError", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_workerd_is_left_after_the_end()
    {
        string socket;
        await using (var worker = await RunningWorker.StartAsync(_folder, TinyWorker.Stack()))
        {
            socket = worker.Supervisor.Address!.LocalPath;
            Assert.True(File.Exists(socket));
        }

        Assert.False(Directory.Exists(Path.GetDirectoryName(socket)));
        Assert.DoesNotContain(Process.GetProcessesByName("workerd"), process => CommandLineOf(process).Contains(socket, StringComparison.Ordinal));
    }

    private static async Task<WebApplication> StartServerAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context => context.Response.WriteAsync($"{context.Request.Host}{context.Request.Path}"));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static string CommandLineOf(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline");
        }
        catch (IOException)
        {
            // Another test's, which has ended.
            return "";
        }
    }

    private void KillWorkerd()
    {
        foreach (var process in Process.GetProcessesByName("workerd"))
        {
            using (process)
            {
                if (CommandLineOf(process).Contains(_folder.Path, StringComparison.Ordinal))
                {
                    process.Kill();
                    return;
                }
            }
        }

        Assert.Fail("No workerd of this test was found.");
    }
}
