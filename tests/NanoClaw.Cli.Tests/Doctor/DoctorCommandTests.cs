using System.Runtime.CompilerServices;
using System.Text.Json;
using NanoClaw.Doctor;
using NanoClaw.Home;
using NanoClaw.Home.Channels;

namespace NanoClaw.Cli.Tests.Doctor;

public sealed class DoctorCommandTests : DoctorFixture
{
    [Fact]
    public async Task Json_tells_every_check_and_the_exit_code_a_problem()
    {
        using var nanoclaw = new CommandLine { Env = "HEALTH_PORT=none\nCLOUDFLARE_AGENT_TOKEN=s3cret\n" };

        Assert.Equal(ExitCode.Failure, await nanoclaw.RunAsync(["doctor", "--offline", "--json"]));

        var report = JsonDocument.Parse(nanoclaw.Output).RootElement;
        Assert.Equal(
            DoctorChecks.All.Select(check => check.Name),
            report.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString())
        );
        Assert.True(report.GetProperty("problems").GetInt32() > 0);
        Assert.DoesNotContain("s3cret", nanoclaw.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_channel_has_a_check_by_its_name_and_its_keys_are_known()
    {
        Assert.Equal([], AssistantChannels.All.Select(channel => channel.Name).Except(DoctorChecks.All.Select(check => check.Name), StringComparer.Ordinal));
        Assert.All(
            AssistantChannels.All,
            channel =>
                Assert.All(
                    channel.Options.GetFields().Where(field => field.IsLiteral && field.Name.EndsWith("Key", StringComparison.Ordinal)),
                    key => Assert.Contains((string)key.GetRawConstantValue()!, KnownKeys.All)
                )
        );
    }

    [Fact]
    public async Task The_table_ends_with_how_many_there_are()
    {
        using var nanoclaw = new CommandLine { Env = "HEALTH_PORT=none\nTZ=Nowhere/Here\n" };

        Assert.Equal(ExitCode.Failure, await nanoclaw.RunAsync(["doctor", "--offline"]));

        Assert.Contains("BAD  settings", nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("Nowhere/Here", nanoclaw.Output, StringComparison.Ordinal);
        Assert.Matches(@"\d+ problems?", nanoclaw.Output.TrimEnd().Split('\n')[^1]);
    }

    [Fact]
    public async Task Warnings_alone_are_no_failure()
    {
        using var nanoclaw = new CommandLine();
        nanoclaw.Env =
            $"{Agent}HEALTH_PORT=none\nTZ=UTC\nTELEGRAM_BOT_TOKEN=123456:abcdefghijklmnopqrstuvwxyzABCDEFGHI\nSENDER_ALLOWLIST={nanoclaw.Folder}/senders.json\n";
        await File.WriteAllTextAsync(Path.Combine(nanoclaw.Folder, "senders.json"), "{}", Token);
        SetMode(nanoclaw.EnvFile, "600");

        Assert.Equal(
            (ExitCode.Success, ""),
            (
                await nanoclaw.RunAsync(["doctor", "--offline"]),
                string.Join('\n', nanoclaw.Output.Split('\n').Where(line => line.StartsWith("BAD", StringComparison.Ordinal)))
            )
        );
    }

    [Fact]
    public async Task A_check_that_fails_is_a_finding_and_shows_nothing_of_what_it_failed_on()
    {
        var findings = await RunAsync(new Failing());

        Assert.Equal("It could not be checked: InvalidOperationException", Assert.Single(findings).Text);
    }

    [Fact]
    public async Task A_check_that_hangs_does_not_hold_up_the_others()
    {
        var report = await new Examination([new Hanging(), new NoCheck()], TimeSpan.FromMilliseconds(50)).RunAsync(Context(), Token);

        Assert.Equal([FindingStatus.Warning, FindingStatus.Ok], report.Checks.Select(check => check.Status));
    }

    private sealed class Failing : IDoctorCheck
    {
        public string Name => "failing";

        public IAsyncEnumerable<Finding> RunAsync(DoctorContext context, CancellationToken cancellationToken) => throw new InvalidOperationException("s3cret");
    }

    private sealed class Hanging : IDoctorCheck
    {
        public string Name => "hanging";

        public async IAsyncEnumerable<Finding> RunAsync(DoctorContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            yield break;
        }
    }
}

internal sealed class NoCheck : IDoctorCheck
{
    public string Name => "nothing";

    public IAsyncEnumerable<Finding> RunAsync(DoctorContext context, CancellationToken cancellationToken) => AsyncEnumerable.Empty<Finding>();
}
