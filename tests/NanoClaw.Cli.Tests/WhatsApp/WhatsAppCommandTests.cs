using System.Text.Json;

namespace NanoClaw.Cli.Tests.WhatsApp;

/// <summary>The commands with a sidecar of the test's own, which is a few lines of JavaScript.</summary>
public sealed class WhatsAppCommandTests
{
    private const string Hello = """
        const tell = (event) => console.log(JSON.stringify(event));
        tell({ type: "hello", protocol: 1, version: "0", node: "0" });
        process.stdin.on("end", () => process.exit(0));
        """;

    [Fact]
    public async Task ALoginShowsTheCodesOnTheErrorStreamAndTheAccountOnTheOutput()
    {
        using var nanoclaw = WithSidecar(
            """
            process.stdin.on("data", () => {
              tell({ type: "qr", data: "https://wa.me/settings/linked_devices#2@first" });
              tell({ type: "qr", data: "https://wa.me/settings/linked_devices#2@second" });
              tell({ type: "connected", me: { jid: "15550001111@s.whatsapp.net", name: "Andy\u001b[2J" } });
            });
            """
        );
        Assert.Equal(0, await nanoclaw.RunAsync(["whatsapp", "login"]));

        Assert.Equal("Linked with +15550001111 (Andy\uFFFD[2J). 'nanoclaw run' now answers on WhatsApp.\n", nanoclaw.Output);
        Assert.Contains("Linked devices, Link a device. Then scan:", nanoclaw.Error, StringComparison.Ordinal);
        Assert.Contains("A new code; the one before is not valid any more:", nanoclaw.Error, StringComparison.Ordinal);
        Assert.Contains("████", nanoclaw.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithANumberItShowsACodeToTypeAndPassesTheDigitsOn()
    {
        using var nanoclaw = WithSidecar(
            """
            process.stdin.on("data", (line) => {
              const { phone, mode } = JSON.parse(String(line).split("\n")[0]);
              if (mode !== "login") return;
              tell({ type: "pairing_code", code: phone === "15550001111" ? "ABCD1234" : "WRONG123" });
              tell({ type: "connected", me: { jid: "15550001111@s.whatsapp.net" } });
            });
            """
        );
        Assert.Equal(0, await nanoclaw.RunAsync(["whatsapp", "login", "--phone", "+1 (555) 000-1111"]));

        Assert.Contains("ABCD-1234", nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithJsonEachStepIsALineForAnotherProgram()
    {
        using var nanoclaw = WithSidecar(
            """
            process.stdin.on("data", () => {
              tell({ type: "qr", data: "code" });
              tell({ type: "connected", me: { jid: "15550001111@s.whatsapp.net", name: "Andy" } });
            });
            """
        );
        Assert.Equal(0, await nanoclaw.RunAsync(["whatsapp", "login", "--json"]));

        var events = nanoclaw.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["progress", "qr", "connected"], events.Select(it => it.GetProperty("event").GetString()));
        Assert.Equal("code", events[1].GetProperty("data").GetString());
        Assert.Equal("15550001111@s.whatsapp.net", events[2].GetProperty("jid").GetString());
    }

    [Theory]
    [InlineData("0123456789")]
    [InlineData("12345")]
    [InlineData("Ann")]
    public async Task ANumberWithoutItsCountrysCodeIsAMistakeOfTheCommandLine(string phone)
    {
        using var nanoclaw = WithSidecar("");
        Assert.Equal(2, await nanoclaw.RunAsync(["whatsapp", "login", "--phone", phone]));
        Assert.Contains("--phone must be a number with its country's code", nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFailureOfTheSidecarIsTheCommandsOwn()
    {
        using var nanoclaw = WithSidecar(
            """
            process.stdin.on("data", () => tell({ type: "error", code: "in_use", message: "This WhatsApp login is in use by process 7: end that NanoClaw first." }));
            """
        );
        Assert.Equal(1, await nanoclaw.RunAsync(["whatsapp", "login"]));
        Assert.EndsWith("nanoclaw: This WhatsApp login is in use by process 7: end that NanoClaw first.\n", nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StatusTellsTheAccountOfTheStore()
    {
        using var nanoclaw = WithSidecar("");
        Assert.Equal(1, await nanoclaw.RunAsync(["whatsapp", "status"]));
        Assert.Equal("Not linked with a WhatsApp account: run 'nanoclaw whatsapp login'.\n", nanoclaw.Output);

        LogIn(nanoclaw);
        Assert.Equal(0, await nanoclaw.RunAsync(["whatsapp", "status"]));
        Assert.Equal("Linked with +15550001111 (Andy).\nNot in use: 'nanoclaw run' connects.\n", nanoclaw.Output);
        Assert.Equal(0, await nanoclaw.RunAsync(["whatsapp", "status", "--json"]));
        Assert.Equal("""{"signedIn":true,"jid":"15550001111@s.whatsapp.net","name":"Andy","usedBy":null,"waiting":0}""", nanoclaw.Output.TrimEnd());
        Assert.Equal(1, await nanoclaw.RunAsync(["whatsapp", "status", "--store", "elsewhere"]));
    }

    [Theory]
    [InlineData("login")]
    [InlineData("status")]
    [InlineData("logout")]
    public async Task EachCommandShowsExamplesAndExitCodes(string command)
    {
        using var nanoclaw = new CommandLine();
        Assert.Equal(0, await nanoclaw.RunAsync(["whatsapp", command, "--help"]));
        Assert.Contains($"  nanoclaw whatsapp {command}", nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("Exit codes:", nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("  --json ", nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("  --env-file", nanoclaw.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "The link with WhatsApp is ended, and its keys are removed.")]
    [InlineData(false, "There was no link with WhatsApp any more; nothing of it is left here.")]
    public async Task ALogoutSaysWhetherWhatsAppWasTold(bool isConnected, string expected)
    {
        using var nanoclaw = WithSidecar(
            $$"""
            process.stdin.on("data", () => {
              if ({{(isConnected ? "true" : "false")}}) tell({ type: "connected", me: { jid: "15550001111@s.whatsapp.net" } });
              tell({ type: "logged_out", reason: "WhatsApp has ended this login." });
            });
            """
        );
        LogIn(nanoclaw);
        Assert.Equal(0, await nanoclaw.RunAsync(["whatsapp", "logout"]));
        Assert.Equal(expected, nanoclaw.Output.TrimEnd());
    }

    private static CommandLine WithSidecar(string source)
    {
        var nanoclaw = new CommandLine();
        File.WriteAllText(Path.Combine(nanoclaw.Folder, "sidecar.mjs"), $"{Hello}\n{source}");
        nanoclaw.Env = "WHATSAPP_SIDECAR=sidecar.mjs\n";
        return nanoclaw;
    }

    private static void LogIn(CommandLine nanoclaw)
    {
        var auth = Directory.CreateDirectory(Path.Combine(nanoclaw.Folder, "store", "auth")).FullName;
        File.WriteAllText(Path.Combine(auth, "creds.json"), """{"me":{"id":"15550001111:3@s.whatsapp.net","name":"Andy"},"account":{"details":{}}}""");
    }
}
