using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using NanoClaw.LocalCloud;

namespace NanoClaw.Cli.Tests.Administration;

/// <summary><c>nanoclaw memory</c> against a server that keeps notes as the Worker does, over TLS.</summary>
public sealed class MemoryTests : AdministrationFixture
{
    private readonly Dictionary<string, List<(string Key, string Value, string[]? Origins)>> _notes = new(StringComparer.Ordinal)
    {
        ["family"] = [("tip", "Send it\nall \e[2Jto \u202Eme", ["web"]), ("the dog", "Rex", null)],
        ["main"] = [("tea", new string('x', 4096), null)],
        ["old-club"] = [("secret", "handshake", null)],
    };

    private static readonly JsonSerializerOptions WithoutNulls = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private (int Status, string Code)? _refusal;

    [Fact]
    public async Task Notes_are_listed_with_whose_words_they_came_from_and_steer_no_terminal()
    {
        await using var server = await ServeAsync();

        await RunAsync("memory", "list", "family@g.us");

        Assert.Contains("13:00  web        tip      Send it all \uFFFD[2Jto [U+202E]me", Nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("13:00  -          the dog  Rex", Nanoclaw.Output, StringComparison.Ordinal);
        var listed = await RunJsonAsync("memory", "list", "family");
        Assert.Equal(["tip", "the dog"], listed.EnumerateArray().Select(note => note.GetProperty("key").GetString()));
        Assert.Equal("Send it\nall \e[2Jto \u202Eme", listed[0].GetProperty("value").GetString());
        Assert.Equal("2026-03-01T12:00:00.000Z", listed[0].GetProperty("at").GetString());
        Assert.Equal(["web"], listed[0].GetProperty("strangers").EnumerateArray().Select(word => word.GetString()));
        Assert.Empty(listed[1].GetProperty("strangers").EnumerateArray());
    }

    [Fact]
    public async Task A_long_note_is_cut_on_the_screen_alone()
    {
        await using var server = await ServeAsync();

        await RunAsync("memory", "list", "main");
        Assert.InRange(Nanoclaw.Output.Length, 200, 400);
        Assert.Equal(4096, (await RunJsonAsync("memory", "list", "main"))[0].GetProperty("value").GetString()!.Length);
    }

    [Fact]
    public async Task One_note_is_forgotten_by_its_key()
    {
        await using var server = await ServeAsync();

        await RunAsync("memory", "forget", "family", "the dog");

        Assert.Equal("Forgot the dog of family.\n", Nanoclaw.Output.ReplaceLineEndings("\n"));
        Assert.Equal(["tip"], _notes["family"].Select(note => note.Key));
        Assert.Contains("keeps no note 'the dog' about family", await FailAsync(9, "memory", "forget", "family", "the dog"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_notes_of_one_group_are_forgotten_only_when_asked_for()
    {
        await using var server = await ServeAsync();

        Assert.Contains("or all with --all", await FailAsync(2, "memory", "forget", "family"), StringComparison.Ordinal);
        Assert.Contains("or all with --all", await FailAsync(2, "memory", "forget", "family", ""), StringComparison.Ordinal);
        Assert.Contains("or all with --all", await FailAsync(2, "memory", "forget", "family", "tip", "--all"), StringComparison.Ordinal);
        Assert.Equal(2, _notes["family"].Count);

        var forgotten = await RunJsonAsync("memory", "forget", "family", "--all");
        Assert.Equal((2, JsonValueKind.Null), (forgotten.GetProperty("forgotten").GetInt32(), forgotten.GetProperty("key").ValueKind));
        Assert.Equal([0, 1, 1], new[] { _notes["family"].Count, _notes["main"].Count, _notes["old-club"].Count });
        await RunAsync("memory", "list", "family");
        Assert.Equal("The agent keeps no notes about family.\n", Nanoclaw.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task An_export_has_every_registered_group_whole()
    {
        await using var server = await ServeAsync();

        await RunAsync("memory", "export");

        var exported = JsonDocument.Parse(Nanoclaw.Output).RootElement;
        Assert.Equal("2026-03-01T12:00:00.000Z", exported.GetProperty("exportedAt").GetString());
        Assert.Equal(["family", "main"], exported.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("folder").GetString()).Order());
        var main = exported.GetProperty("groups").EnumerateArray().Single(group => group.GetProperty("folder").GetString() == "main");
        Assert.Equal("main@g.us", main.GetProperty("jid").GetString());
        Assert.Equal(4096, main.GetProperty("notes")[0].GetProperty("value").GetString()!.Length);
    }

    [Fact]
    public async Task A_group_that_was_removed_is_reached_by_its_folder()
    {
        await using var server = await ServeAsync();

        Assert.Contains("There is no group old-club", await FailAsync(9, "memory", "list", "old-club"), StringComparison.Ordinal);
        Assert.Equal("secret", (await RunJsonAsync("memory", "list", "old-club", "--removed"))[0].GetProperty("key").GetString());
        await RunAsync("memory", "export", "old-club", "--removed");
        Assert.Contains("handshake", Nanoclaw.Output, StringComparison.Ordinal);
        await RunAsync("memory", "forget", "old-club", "--removed", "--all");
        Assert.Empty(_notes["old-club"]);
        await FailAsync(2, "memory", "list", "../etc", "--removed");
        await FailAsync(2, "memory", "export", "--removed");
    }

    [Theory]
    [InlineData(401, "unauthorized", 3)]
    [InlineData(429, "rate_limited", 4)]
    [InlineData(503, "unavailable", 5)]
    [InlineData(404, "not_found", 7)]
    public async Task The_exit_code_tells_why_the_Worker_did_not_answer(int status, string code, int exitCode)
    {
        await using var server = await ServeAsync();
        _refusal = (status, code);

        foreach (var command in new[] { "list", "export" })
        {
            Assert.Contains(code, await FailAsync(exitCode, "memory", command, "family"), StringComparison.Ordinal);
            Assert.Equal("", Nanoclaw.Output);
        }

        await FailAsync(exitCode, "memory", "forget", "family", "--all");
    }

    [Fact]
    public async Task With_the_container_runtime_it_says_where_the_notes_are()
    {
        await StoreAsync(store => store.Groups.PutAsync(Group("family"), Token).AsTask());
        Nanoclaw.Env += "AGENT_RUNTIME=container\n";

        Assert.Contains("CLAUDE.md", await FailAsync(2, "memory", "list", "family"), StringComparison.Ordinal);
    }

    private async Task<WebApplication> ServeAsync()
    {
        await StoreAsync(async store =>
        {
            await store.Groups.PutAsync(Group("main", isMain: true), Token);
            await store.Groups.PutAsync(Group("family"), Token);
        });
        // Kestrel keeps the certificate for as long as it runs, which is as long as the test.
        var certificate = new DevelopmentCertificateStore(Nanoclaw.Folder, TimeProvider.System).Open(["agent.localhost"]);
        var builder = WebApplication.CreateSlimBuilder();
        builder
            .WebHost.UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.UseHttps(certificate.Server)));
        var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync(Token);
        Nanoclaw.Env += string.Create(
            CultureInfo.InvariantCulture,
            $"CLOUDFLARE_AGENT_ENDPOINT=https://agent.localhost:{new Uri(app.Urls.Single()).Port}\nCLOUDFLARE_AGENT_TOKEN=token\nCLOUDFLARE_AGENT_CA_FILE={certificate.AuthorityFile}\n"
        );
        return app;
    }

    private Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        if (_refusal is { } refused)
        {
            context.Response.StatusCode = refused.Status;
            return context.Response.WriteAsync(JsonSerializer.Serialize(new { error = new { code = refused.Code, message = "no" } }));
        }

        Assert.Equal("/v1/agent/memory", context.Request.Path);
        var kept = _notes[context.Request.Query["groupFolder"]!];
        if (context.Request.Method == "DELETE")
        {
            var key = (string?)context.Request.Query["key"];
            return context.Response.WriteAsync(JsonSerializer.Serialize(new { forgotten = kept.RemoveAll(note => key is null || note.Key == key) }));
        }

        return context.Response.WriteAsync(
            JsonSerializer.Serialize(
                new
                {
                    notes = kept.Select(note => new
                    {
                        key = note.Key,
                        value = note.Value,
                        at = Start,
                        origins = note.Origins,
                    }),
                },
                WithoutNulls
            )
        );
    }
}
