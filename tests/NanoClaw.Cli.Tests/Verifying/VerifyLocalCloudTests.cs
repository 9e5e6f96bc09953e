using System.Text.Json.Nodes;
using NanoClaw.Dev;
using NanoClaw.LocalCloud;

namespace NanoClaw.Cli.Tests.Verifying;

/// <summary>The command against the real local cloud, some checks of it: all of them are the library's tests.</summary>
[Trait("Starts", "a process")]
public sealed class VerifyLocalCloudTests : IAsyncLifetime
{
    private readonly CommandLine _nanoclaw = new();
    private RunningCloud? _cloud;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_cloud is not null)
        {
            await _cloud.DisposeAsync();
        }

        _nanoclaw.Dispose();
    }

    [Fact]
    public async Task The_local_cloud_is_found_by_itself_with_its_names_and_spent_credentials()
    {
        await StartAsync(("rotationVersion", "3"));

        Assert.Equal(
            0,
            await _nanoclaw.RunAsync([
                "verify",
                "--yes",
                "--json",
                "--only",
                "other",
                "--only",
                "retired",
                "--only",
                "expired",
                "--only",
                "addresses",
                "--only",
                "transport",
            ])
        );

        var results = JsonNode.Parse(_nanoclaw.Output)!["results"]!.AsArray();
        Assert.Equal(1 + 3 + 3 + 3 + 5 + 8, results.Count);
        Assert.All(results, result => Assert.True((string?)result!["verdict"] is "refused" or "kept", $"{result}"));
    }

    [Fact]
    public async Task A_hole_ends_it_with_1_and_is_named_with_its_cure()
    {
        await StartAsync(("zoneSettings", "false"), ("requireCredentialHeaders", "false"));

        Assert.Equal(
            1,
            await _nanoclaw.RunAsync(["verify", "--yes", "--only", "transport.hsts", "--only", "credentials.bearer-alone", "--only", "admin.none"])
        );

        var output = _nanoclaw.Output.ReplaceLineEndings("\n");
        Assert.Contains("HOLE credentials.bearer-alone", output, StringComparison.Ordinal);
        Assert.Contains(
            "A HOLE: credentials.bearer-alone, the right bearer token without a service token\n  seen   401: it got past the zone's rules; only Access stopped it\n  wrong  ",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains("nanoclaw:requireCredentialHeaders", output, StringComparison.Ordinal);
        Assert.Contains("BROKEN: transport.hsts", output, StringComparison.Ordinal);
        Assert.Contains("ok   admin.none", output, StringComparison.Ordinal);
        Assert.Contains("1 hole, 1 broken promise: 1 attempt refused", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_that_is_left_out_is_said_to_be_and_the_outputs_may_come_by_standard_input()
    {
        await StartAsync();
        var outputs = await File.ReadAllTextAsync(_cloud!.State.OutputsFile, TestContext.Current.CancellationToken);

        Assert.Equal(0, await _nanoclaw.RunAsync(["verify", "--yes", "--from", "-", "--only", "notes", "--skip", "notes.none"], outputs));

        Assert.Contains("-    notes.none", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing got in: 8 attempts refused", _nanoclaw.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupted_it_says_that_nothing_is_proved_and_prints_no_report()
    {
        await StartAsync();
        using var stop = new CancellationTokenSource();
        _nanoclaw.OnError = text =>
        {
            if (text.Contains("requests", StringComparison.Ordinal))
            {
                stop.CancelAfter(TimeSpan.FromSeconds(1));
            }
        };

        Assert.Equal(130, await _nanoclaw.RunAsync(["verify", "--yes"], cancellationToken: stop.Token));

        Assert.Contains("Interrupted after ", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.Contains("nothing is proved", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.Equal("", _nanoclaw.Output);
    }

    private async Task StartAsync(params (string Key, string Value)[] settings)
    {
        _cloud = await RunningCloud.StartAsync(
            new LocalCloudOptions
            {
                ProjectFolder = _nanoclaw.Folder,
                Model = ModelChoice.FromEnvironment(_ => null),
                Overrides = settings.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal),
                Port = 0,
            },
            cancellationToken: TestContext.Current.CancellationToken
        );
        AgentConfigurationFile.Write(_cloud.State);
    }
}
