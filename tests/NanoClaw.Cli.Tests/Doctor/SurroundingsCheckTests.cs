using Microsoft.AspNetCore.Http;
using NanoClaw.Doctor.Checks;
using NanoClaw.Home.Channels;
using NanoClaw.Home.Examining;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Cli.Tests.Doctor;

/// <summary>Channels, containers, ports: what the process needs around it.</summary>
public sealed class SurroundingsCheckTests : DoctorFixture
{
    private const string BotToken = "123456:abcdefghijklmnopqrstuvwxyzABCDEFGHI";

    [Fact]
    public async Task Without_a_channel_the_ways_to_have_one_are_told()
    {
        await ExpectAsync(new ChannelsCheck(), FindingStatus.Skipped, "nanoclaw chat", "docs/CHANNELS.md");
        Directory.CreateDirectory(Path.GetDirectoryName(StorePath)!);
        await using (var store = OpenStore())
        {
            await store.Groups.PutAsync(Group("family@g.us", "family"), Token);
        }

        await ExpectAsync(new ChannelsCheck(), FindingStatus.Problem, "family", "TELEGRAM_BOT_TOKEN", "nanoclaw whatsapp login", "nanoclaw chat");
        Env = $"{Agent}TELEGRAM_BOT_TOKEN={BotToken}\n";
        await ExpectOkAsync(new ChannelsCheck());
    }

    [Fact]
    public async Task Who_only_chats_in_the_terminal_has_all_that_is_needed()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(StorePath)!);
        await using (var store = OpenStore())
        {
            await store.Groups.PutAsync(Group("terminal:main", "main") with { IsMain = true }, Token);
        }

        await ExpectOkAsync(new ChannelsCheck());
    }

    private static ChannelCheck Of(string channel) => new(AssistantChannels.All.Single(one => one.Name == channel));

    private static ChannelCheck WhatsApp(string node) =>
        new(AssistantChannels.All.Single(one => one.Name == "whatsapp") with { Examine = new WhatsAppExamination(node).RunAsync });

    private static RegisteredGroup Group(string jid, string folder) =>
        new()
        {
            Jid = jid,
            Name = folder,
            Folder = folder,
            Trigger = "@Andy",
            AddedAt = DateTimeOffset.UnixEpoch,
        };

    [Fact]
    public async Task A_bot_that_telegram_knows_is_well_and_none_of_its_messages_is_taken()
    {
        var calls = new List<string>();
        await ServeBotAsync(readsGroups: true, webhook: "", calls);

        await ExpectOkAsync(Of("telegram"));

        Assert.Equal(["getMe", "getWebhookInfo"], calls);
    }

    [Fact]
    public async Task A_bot_that_cannot_read_is_told()
    {
        await ServeBotAsync(readsGroups: false, webhook: "https://elsewhere.example", []);

        await ExpectAsync(Of("telegram"), FindingStatus.Warning, "privacy mode", "/setprivacy");
        await ExpectAsync(Of("telegram"), FindingStatus.Problem, "webhook");
    }

    [Fact]
    public async Task A_token_that_telegram_refuses_is_a_problem_and_not_shown()
    {
        var port = await ServeAsync(http => WriteAsync(http, 401, """{"ok":false,"error_code":401,"description":"Unauthorized"}"""));
        UseTelegram(port);

        var finding = await ExpectAsync(Of("telegram"), FindingStatus.Problem, "@BotFather");

        Assert.DoesNotContain(BotToken, finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_of_a_wrong_form_is_a_problem_and_one_that_is_not_set_is_not()
    {
        await ExpectAsync(Of("telegram"), FindingStatus.Skipped, "not set");
        Env = $"{Agent}TELEGRAM_BOT_TOKEN=s3cret\n";
        await ExpectAsync(Of("telegram"), FindingStatus.Problem, "not a bot token");
        Offline = true;
        await ExpectAsync(Of("telegram"), FindingStatus.Skipped, "--offline");
    }

    [Fact]
    public async Task Whatsapp_needs_a_whole_login_and_node()
    {
        await ExpectAsync(Of("whatsapp"), FindingStatus.Skipped, "nanoclaw whatsapp login");
        var auth = Directory.CreateDirectory(Path.Combine(Folder, "store", "auth"));
        await File.WriteAllTextAsync(Path.Combine(auth.FullName, "creds.json"), """{"cut":""", Token);

        await ExpectAsync(Of("whatsapp"), FindingStatus.Problem, "damaged", "nanoclaw whatsapp login");
        await ExpectAsync(WhatsApp(node: "no-such-node"), FindingStatus.Problem, "Node.js", "nodejs.org");
        await ExpectAsync(WhatsApp(node: Script("v18.1.0")), FindingStatus.Problem, "v18.1.0");
        await File.WriteAllTextAsync(Path.Combine(auth.FullName, "creds.json"), "{}", Token);
        await ExpectAsync(Of("whatsapp"), FindingStatus.Problem, "not finished");
        Env = $"{Agent}WHATSAPP_SIDECAR=/no/such/script.js\n";
        await ExpectAsync(Of("whatsapp"), FindingStatus.Problem, "WHATSAPP_SIDECAR", "/no/such/script.js");
    }

    [Fact]
    public async Task Whatsapp_that_is_linked_and_has_all_it_needs_is_well()
    {
        var auth = Directory.CreateDirectory(Path.Combine(Folder, "store", "auth"));
        await File.WriteAllTextAsync(Path.Combine(auth.FullName, "creds.json"), """{"account":{},"me":{"id":"33612345678:1@s.whatsapp.net"}}""", Token);
        Env = $"{Agent}WHATSAPP_SIDECAR={Script("a sidecar")}\n";

        await ExpectOkAsync(WhatsApp(node: Script("v22.1.0")));
    }

    [Fact]
    public async Task A_container_needs_its_engine_and_its_image()
    {
        await ExpectAsync(new ContainerCheck(), FindingStatus.Skipped, "not run in a container");
        UseEngine("no-such-engine");
        await ExpectAsync(new SettingsCheck(), FindingStatus.Problem, "no-such-engine", "CONTAINER_ENGINE");
        await ExpectAsync(new ContainerCheck(), FindingStatus.Skipped, "settings");
        UseEngine(Script("", exitCode: 0));
        await ExpectOkAsync(new ContainerCheck());
        UseEngine(Script("", exitCode: 1));
        await ExpectAsync(new ContainerCheck(), FindingStatus.Problem, "does not answer", "Start it");
        UseEngine(Script("", "[ \"$1\" = ps ]"));
        await ExpectAsync(new ContainerCheck(), FindingStatus.Problem, "no image", "CONTAINER_IMAGE");
        await ExpectAsync(new EndpointCheck(), FindingStatus.Skipped, "container");
    }

    [Fact]
    public async Task A_list_of_mounts_that_makes_no_sense_is_a_problem()
    {
        UseEngine(Script("", exitCode: 0));
        await File.WriteAllTextAsync(Path.Combine(Folder, "mounts.json"), "[]", Token);

        await ExpectAsync(new ContainerCheck(), FindingStatus.Problem, "mounts.json", "allowedRoots");
    }

    [Fact]
    public async Task A_free_port_or_the_assistants_own_is_well()
    {
        await ExpectAsync(new HealthPortCheck(), FindingStatus.Skipped, "not served");
        UsePort(FreePort());
        await ExpectOkAsync(new HealthPortCheck());
        UsePort(await ServeAsync(http => WriteAsync(http, 200, """{"status":"ok","processId":12}""")));
        await ExpectOkAsync(new HealthPortCheck());
    }

    [Fact]
    public async Task A_port_that_another_program_has_is_a_problem()
    {
        UsePort(await ServeAsync(http => WriteAsync(http, 404, "<html>", "text/html")));

        await ExpectAsync(new HealthPortCheck(), FindingStatus.Problem, "Another program", "HEALTH_PORT=");
    }

    [Fact]
    public async Task An_assistant_that_is_not_well_says_so()
    {
        UsePort(await ServeAsync(http => WriteAsync(http, 503, """{"status":"failing","processId":12}""")));

        await ExpectAsync(new HealthPortCheck(), FindingStatus.Warning, "failing", "nanoclaw status");
    }

    [Fact]
    public async Task An_assistant_that_runs_and_does_not_answer_is_told()
    {
        UsePort(FreePort());
        await using var running = SqliteStore.Open(new StoreOptions { Path = StorePath });

        await ExpectAsync(new HealthPortCheck(), FindingStatus.Warning, "nothing answers", "HEALTH_PORT");
    }

    [Fact]
    public async Task A_collector_that_is_not_there_is_told()
    {
        await ExpectAsync(new TelemetryCheck(), FindingStatus.Skipped, "not set");
        Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{FreePort()}";
        await ExpectAsync(new TelemetryCheck(), FindingStatus.Warning, "No collector answers");
        Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{await ServeAsync(_ => Task.CompletedTask)}";
        await ExpectOkAsync(new TelemetryCheck());
        Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = "localhost";
        await ExpectAsync(new TelemetryCheck(), FindingStatus.Problem, "not an address");
    }

    private async Task ServeBotAsync(bool readsGroups, string webhook, List<string> calls)
    {
        var port = await ServeAsync(http =>
        {
            var call = http.Request.Path.Value!.Split('/')[^1];
            calls.Add(call);
            return WriteAsync(
                http,
                StatusCodes.Status200OK,
                call == "getMe"
                    ? $$$"""
                    {"ok":true,"result":{"id":123456,"is_bot":true,"first_name":"A","username":"andybot",
                    "can_read_all_group_messages":{{{(readsGroups ? "true" : "false")}}}}}
                    """
                    : $$$"""{"ok":true,"result":{"url":"{{{webhook}}}","has_custom_certificate":false,"pending_update_count":0}}"""
            );
        });
        UseTelegram(port);
    }

    private void UseTelegram(int port) => Env = $"{Agent}TELEGRAM_BOT_TOKEN={BotToken}\nTELEGRAM_API_URL=http://127.0.0.1:{port}\n";

    /// <summary>A program that says something and ends.</summary>
    private string Script(string says, string then)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Scripts are of a shell.");
        var file = Path.Combine(Folder, $"script-{Guid.NewGuid():N}");
        File.WriteAllText(file, $"#!/bin/sh\necho {says}\n{then}\n");
        SetMode(file, "700");
        return file;
    }

    private string Script(string says, int exitCode = 0) => Script(says, $"exit {exitCode}");

    private void UseEngine(string engine) =>
        Env = $"AGENT_RUNTIME=container\nCONTAINER_ENGINE={engine}\nMOUNT_ALLOWLIST={Path.Combine(Folder, "mounts.json")}\n";

    private void UsePort(int port)
    {
        Env = Agent;
        File.WriteAllText(EnvFile, Env.Replace("HEALTH_PORT=none", $"HEALTH_PORT={port}", StringComparison.Ordinal));
    }
}
