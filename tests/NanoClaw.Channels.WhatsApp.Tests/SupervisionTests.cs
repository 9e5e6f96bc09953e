using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NanoClaw.Channels.WhatsApp.Sidecar;
using NanoClaw.Channels.WhatsApp.Tests.Support;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Channels.WhatsApp.Tests;

public sealed class SupervisionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ASidecarThatDiesIsStartedAgain()
    {
        await using var phone = new Phone();
        await phone.ConnectAsync();
        var first = phone.Channel.SidecarId;
        phone.KillSidecar();
        await Eventually.TrueAsync(() => phone.Channel.SidecarId is { } now && now != first);

        Assert.Equal(ChannelState.Connected, phone.Channel.Status.State);
    }

    [Theory]
    [InlineData(428, "closed")]
    [InlineData(503, "not available")]
    [InlineData(440, "Another program uses this WhatsApp login")]
    public async Task AConnectionThatEndsIsToldAndMadeAgain(int code, string reason)
    {
        await using var phone = new Phone();
        await phone.ConnectAsync();
        phone.WhatsApp.Close(code);
        await Eventually.TrueAsync(() => phone.WhatsApp.Connections == 2 && phone.Channel.Status.State is ChannelState.Connected);

        Assert.Contains(phone.Logs.GetSnapshot(), record => record.Message.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ALoginThatWhatsAppHasEndedIsToldPlainlyAndTriedAgainOnlyAfterTheNext()
    {
        await using var phone = new Phone();
        await phone.ConnectAsync();
        phone.WhatsApp.Close(401);
        await Eventually.TrueAsync(() => phone.Channel.Status.State is ChannelState.SignedOut);
        Assert.Contains("run 'nanoclaw whatsapp login'", phone.Channel.Status.Detail, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => !Directory.EnumerateFiles(Path.Combine(phone.Options.StoreFolder, "whatsapp"), "lock").Any());
        Assert.Equal(1, phone.WhatsApp.Connections);

        await phone.LogInLaterAsync();
        await Eventually.TrueAsync(() => phone.Channel.Status.State is ChannelState.Connected);
    }

    [Fact]
    public async Task ADamagedLoginIsToldWithItsFileAndLeftAsItIs()
    {
        await using var phone = new Phone();
        await File.WriteAllTextAsync(phone.Options.CredentialsFile, "{", Cancellation);
        _ = phone.RunAsync();
        await Eventually.TrueAsync(() => phone.Channel.Status.State is ChannelState.SignedOut);

        Assert.Contains($"{phone.Options.CredentialsFile} is damaged", phone.Channel.Status.Detail, StringComparison.Ordinal);
        Assert.Equal("{", await File.ReadAllTextAsync(phone.Options.CredentialsFile, Cancellation));
    }

    [Fact]
    public async Task TheEndOfTheChannelLeavesNoProcess()
    {
        await using var phone = new Phone();
        await phone.ConnectAsync();
        using var sidecar = Process.GetProcessById(phone.Channel.SidecarId!.Value);
        await phone.RestartAsync();

        Assert.True(sidecar.HasExited);
    }

    [Fact]
    public async Task ASidecarThatDoesNotEndIsKilled()
    {
        await using var phone = new Phone();
        phone.UseSidecar(
            """
            process.on("SIGTERM", () => {});
            console.log(JSON.stringify({ type: "hello", protocol: 1, version: "0", node: "0" }));
            console.log(JSON.stringify({ type: "connected", me: { jid: "1@s.whatsapp.net" } }));
            setInterval(() => {}, 1000);
            """
        );
        await phone.ConnectAsync();
        using var sidecar = Process.GetProcessById(phone.Channel.SidecarId!.Value);
        await phone.RestartAsync();

        Assert.True(sidecar.HasExited);
    }

    [Fact]
    public async Task ASidecarThatDoesNotEvenReadIsKilled()
    {
        await using var phone = new Phone();
        phone.UseSidecar(
            """
            console.log(JSON.stringify({ type: "hello", protocol: 1, version: "0", node: "0" }));
            console.log(JSON.stringify({ type: "connected", me: { jid: "1@s.whatsapp.net" } }));
            setInterval(() => {}, 1000);
            """
        );
        await phone.ConnectAsync();
        using var sidecar = Process.GetProcessById(phone.Channel.SidecarId!.Value);
        // More than any pipe holds.
        using var given = new CancellationTokenSource();
        var text = new OutgoingMessage
        {
            DeliveryId = "d",
            ChatJid = "1@s.whatsapp.net",
            Text = new string('x', 2_000_000),
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        var sending = phone.Channel.SendAsync(text, given.Token);
        var ending = phone.RestartAsync();

        await ending.WaitAsync(TimeSpan.FromMinutes(2), Cancellation);
        Assert.True(sidecar.HasExited);
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => sending);
    }

    [Fact]
    public async Task ASidecarThatFailsAtOnceAfterANewLoginIsStartedAgainWithWaits()
    {
        await using var phone = new Phone();
        var starts = Path.Combine(phone.FolderPath, "starts");
        phone.UseSidecar(
            $$"""
            import { appendFileSync, readFileSync } from "node:fs";
            const file = {{JsonSerializer.Serialize(starts)}};
            appendFileSync(file, "x");
            console.log(JSON.stringify({ type: "hello", protocol: 1, version: "0", node: "0" }));
            if (readFileSync(file, "utf8") === "x") console.log(JSON.stringify({ type: "logged_out", reason: "Over." }));
            process.exit(1);
            """
        );
        _ = phone.RunAsync();
        await Eventually.TrueAsync(() => phone.Channel.Status.State is ChannelState.SignedOut);
        await phone.LogInLaterAsync();
        await Eventually.TrueAsync(() => phone.Logs.GetSnapshot().Count(record => record.Message.Contains("sidecar ended", StringComparison.Ordinal)) >= 2);

        Assert.NotEqual(ChannelState.SignedOut, phone.Channel.Status.State);
    }

    [Fact]
    public async Task ASidecarThatConnectsAndDiesAgainAndAgainIsStartedLessAndLessOften()
    {
        await using var phone = new Phone();
        phone.UseSidecar(
            """
            console.log(JSON.stringify({ type: "hello", protocol: 1, version: "0", node: "0" }));
            console.log(JSON.stringify({ type: "connected", me: { jid: "1@s.whatsapp.net" } }));
            process.exit(1);
            """
        );
        _ = phone.RunAsync();
        string[] Ends() =>
            [
                .. phone
                    .Logs.GetSnapshot()
                    .Select(record => record.Message)
                    .Where(line => line.StartsWith("The WhatsApp sidecar ended", StringComparison.Ordinal)),
            ];
        await Eventually.TrueAsync(() => Ends().Length >= 3);

        Assert.Equal(["00:00:00.0200000.", "00:00:00.0400000.", "00:00:00.0800000."], Ends().Take(3).Select(line => line.Split(' ')[^1]));
    }

    [Fact]
    public async Task LinesThatAreNoEventAreSkippedAndNotLogged()
    {
        await using var phone = new Phone();
        phone.UseSidecar(
            """
            console.log(JSON.stringify({ type: "hello", protocol: 1, version: "0", node: "0" }));
            console.log("not JSON, but a secret");
            console.log(JSON.stringify({ type: "of a later version", text: "a secret" }));
            console.log(JSON.stringify({ type: "sent" }));
            console.log(JSON.stringify({ type: "connected", me: { jid: "1@s.whatsapp.net" } }));
            process.stdin.on("data", () => {}).on("end", () => process.exit(0));
            """
        );
        await phone.ConnectAsync();

        Assert.DoesNotContain(phone.Logs.GetSnapshot(), record => record.Message.Contains("secret", StringComparison.Ordinal));
        Assert.Contains(phone.Logs.GetSnapshot(), record => record.Message.Contains("is no event", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ASidecarOfAnotherVersionIsRefused()
    {
        await using var phone = new Phone();
        phone.UseSidecar("""console.log(JSON.stringify({ type: "hello", protocol: 2, version: "9", node: "0" })); process.stdin.resume();""");
        var refused = await Assert.ThrowsAsync<WhatsAppException>(() => phone.RunAsync());

        Assert.Contains("version 2 of the protocol", refused.Message, StringComparison.Ordinal);
        Assert.Equal(new ChannelStatus(ChannelState.SignedOut, refused.Message), phone.Channel.Status);
    }

    [Fact]
    public async Task TheSidecarGetsNoneOfTheProcesssSecrets()
    {
        await using var phone = new Phone();
        var file = Path.Combine(phone.FolderPath, "seen.json");
        phone.UseSidecar(
            $$"""
            import { writeFileSync } from "node:fs";
            writeFileSync({{JsonSerializer.Serialize(
                file
            )}}, JSON.stringify({ variables: Object.keys(process.env), values: Object.values(process.env), args: process.argv }));
            console.log(JSON.stringify({ type: "hello", protocol: 1, version: "0", node: "0" }));
            console.log(JSON.stringify({ type: "connected", me: { jid: "1@s.whatsapp.net" } }));
            process.stdin.on("data", () => {}).on("end", () => process.exit(0));
            """
        );
        Environment.SetEnvironmentVariable("CLOUDFLARE_AGENT_TOKEN", "a-secret-of-the-agent");
        Environment.SetEnvironmentVariable("NODE_OPTIONS", "--max-http-header-size=16384");
        try
        {
            await phone.ConnectAsync();
        }
        finally
        {
            Environment.SetEnvironmentVariable("CLOUDFLARE_AGENT_TOKEN", null);
            Environment.SetEnvironmentVariable("NODE_OPTIONS", null);
        }

        var seen = await File.ReadAllTextAsync(file, Cancellation);
        Assert.Contains("\"PATH\"", seen, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("a-secret-of-the-agent", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("NODE_OPTIONS", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMissingSidecarIsNamedWithTheSetting()
    {
        await using var phone = new Phone();
        phone.Options = phone.Options with { SidecarScript = Path.Combine(phone.FolderPath, "absent.js") };
        var channel = phone.NewChannel();
        var refused = await Assert.ThrowsAsync<WhatsAppException>(() => channel.RunAsync(phone, Cancellation));

        Assert.Contains("WHATSAPP_SIDECAR names", refused.Message, StringComparison.Ordinal);
        Assert.Equal(new ChannelStatus(ChannelState.SignedOut, refused.Message), channel.Status);
    }

    [Fact]
    public async Task PackagesThatAreNotInstalledAreNamedWithTheCommand()
    {
        await using var phone = new Phone();
        var copy = Directory.CreateDirectory(Path.Combine(phone.FolderPath, "copy", "src")).FullName;
        await File.WriteAllTextAsync(Path.Combine(copy, "main.js"), "", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(copy, "..", "package-lock.json"), "{}", Cancellation);
        phone.Options = phone.Options with { SidecarScript = Path.Combine(copy, "main.js") };
        var refused = await Assert.ThrowsAsync<WhatsAppException>(() => phone.NewChannel().RunAsync(phone, Cancellation));

        Assert.Contains("run 'nanoclaw whatsapp login'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7.0.0", "7.0.0", true)]
    [InlineData("7.0.0", "6.9.0", false)]
    [InlineData("7.0.0", null, false)]
    public void OnlyAnInstallThatCameToItsEndAndIsOfThisVersionCounts(string wanted, string? installed, bool isCurrent)
    {
        var folder = Directory.CreateTempSubdirectory("nanoclaw-packages-");
        try
        {
            // What npm has unpacked when it is cut off.
            var baileys = Directory.CreateDirectory(Path.Combine(folder.FullName, "node_modules", "@whiskeysockets", "baileys")).FullName;
            File.WriteAllText(Path.Combine(baileys, "package.json"), $$"""{"version":"{{installed ?? wanted}}"}""");
            File.WriteAllText(
                Path.Combine(folder.FullName, "package-lock.json"),
                Lock(
                    wanted,
                    """
                    ,"node_modules/typescript":{"version":"7.0.2","dev":true},"node_modules/elsewhere":{"version":"1.0.0","optional":true}
                    """
                )
            );
            if (installed is not null)
            {
                File.WriteAllText(Path.Combine(folder.FullName, "node_modules", ".package-lock.json"), Lock(installed));
            }

            Assert.Equal(isCurrent, InstalledPackages.AreCurrent(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        static string Lock(string version, string more = "") =>
            $$$"""{"packages":{"":{"name":"sidecar"},"node_modules/@whiskeysockets/baileys":{"version":"{{{version}}}"}{{{more}}} }}""";
    }

    [Fact]
    public void WhatTheLoginInstallsCountsAsInstalled() => Assert.True(InstalledPackages.AreCurrent(Phone.SidecarFolder));

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task WithoutALoginTheChannelIsAbsent(bool isLoggedIn, int channels)
    {
        await using var phone = new Phone(isLoggedIn: isLoggedIn);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(WhatsAppOptions.OwnNumberKey, "true")]).Build();
        var services = new ServiceCollection().AddLogging().AddWhatsApp(configuration, phone.Options.StoreFolder, "Andy");

        Assert.Equal(channels, services.Count(service => service.ServiceType == typeof(IChannel)));
        await using var provider = services.BuildServiceProvider();
        Assert.All(provider.GetServices<IChannel>(), channel => Assert.Equal(("whatsapp", 4096), (channel.Name, channel.MaxTextLength)));
    }
}
