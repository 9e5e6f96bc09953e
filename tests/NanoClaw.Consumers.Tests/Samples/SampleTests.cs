using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Net.Sockets;

namespace NanoClaw.Consumers.Tests;

/// <summary>Each sample, started as its README says.</summary>
public sealed class SampleTests(DemoCloud cloud) : IClassFixture<DemoCloud>
{
    [Fact]
    public async Task The_console_answers_a_question()
    {
        using var folder = new TemporaryFolder();
        var answer = await RunningProgram.RunAsync(
            folder.Path,
            cloud.Settings,
            "dotnet",
            Repository.Program("samples/NanoClaw.Samples.Question"),
            "Tom",
            "&",
            "Ana?"
        );
        Assert.Matches("demo model.*Tom & Ana\\?", answer);
    }

    [Fact]
    public async Task The_console_says_what_is_missing()
    {
        using var folder = new TemporaryFolder();
        await using var program = RunningProgram.Start(folder.Path, [], "dotnet", Repository.Program("samples/NanoClaw.Samples.Question"), "?");
        Assert.Equal(1, await program.EndAsync());
        Assert.Contains("CLOUDFLARE_AGENT_ENDPOINT is missing", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_shows_an_answer_as_it_comes_and_goes_on()
    {
        using var folder = new TemporaryFolder();
        var page = new Uri($"http://127.0.0.1:{UnusedPort()}");
        await using var program = RunningProgram.Start(
            folder.Path,
            [.. cloud.Settings, ("ASPNETCORE_URLS", page.ToString())],
            "dotnet",
            Repository.Program("samples/NanoClaw.Samples.Web"),
            "--contentRoot",
            Path.Combine(Repository.Root, "samples", "NanoClaw.Samples.Web")
        );
        using var browser = new HttpClient { BaseAddress = page };
        Assert.Contains("Ask your agent", await PageAsync(program, browser), StringComparison.Ordinal);

        var first = await AskAsync(browser, "Hello there", conversation: null);
        Assert.True(first.Count(item => item.EventType == "text") > 3);
        Assert.Contains("Hello there", string.Concat(first.Where(item => item.EventType == "text").Select(item => item.Data)), StringComparison.Ordinal);
        var second = await AskAsync(browser, "And again", first[^1].Data);
        Assert.Equal(first[^1], second[^1]);

        var failed = Assert.Single(await AskAsync(browser, "And there?", "s_unknown"));
        Assert.Equal("failed", failed.EventType);
        Assert.Contains("session_unknown", failed.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Aspire_starts_the_cloud_and_then_the_page()
    {
        using var folder = new TemporaryFolder();
        var page = new Uri($"http://127.0.0.1:{UnusedPort()}");
        await using var program = RunningProgram.Start(
            folder.Path,
            [
                ("ASPIRE_ALLOW_UNSECURED_TRANSPORT", "true"),
                ("ASPNETCORE_URLS", $"http://127.0.0.1:{UnusedPort()}"),
                ("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", $"http://127.0.0.1:{UnusedPort()}"),
            ],
            "dotnet",
            Repository.Program("samples/NanoClaw.Samples.AppHost"),
            $"--WebPort={page.Port}",
            $"--Cloud:Folder={folder.Path}"
        );
        using var browser = new HttpClient { BaseAddress = page };
        Assert.Contains("Ask your agent", await PageAsync(program, browser), StringComparison.Ordinal);
        var answer = await AskAsync(browser, "Who are you?", conversation: null);
        Assert.Contains("demo model", string.Concat(answer.Where(item => item.EventType == "text").Select(item => item.Data)), StringComparison.Ordinal);
    }

    private static Task<string> PageAsync(RunningProgram program, HttpClient browser) =>
        program.UntilAsync(async () =>
        {
            try
            {
                using var response = await browser.GetAsync("/", TestContext.Current.CancellationToken);
                return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken) : null;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet, or Aspire's proxy has no one behind it yet.
                return null;
            }
        });

    private static async Task<IReadOnlyList<SseItem<string>>> AskAsync(HttpClient browser, string text, string? conversation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/ask") { Content = JsonContent.Create(new { text, conversation }) };
        using var response = await browser.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        return await SseParser.Create(body).EnumerateAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
    }

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
