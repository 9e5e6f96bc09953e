using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NanoClaw.Home.Running;
using NanoClaw.Home.Settings;
using NanoClaw.Host.Outages;

namespace NanoClaw.Cli.Tests.Running;

/// <summary><c>CONFIG_PULL_COMMAND</c>: run without a shell, seldom, and nothing of what it prints is kept.</summary>
public sealed class ConfigPullCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanoclaw-pull-");
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly Lines _log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("nanoclaw config pull --stack prod", "nanoclaw|config|pull|--stack|prod")]
    [InlineData("  'a b'  \"c 'd'\"\te''f ", "a b|c 'd'|ef")]
    [InlineData("pull $(id); rm -rf * | x > y `z` \\n", "pull|$(id);|rm|-rf|*|||x|>|y|`z`|\\n")]
    [InlineData("a ''", "a|")]
    [InlineData("a 'b", "")]
    public void A_line_is_words_and_nothing_in_it_has_another_meaning(string line, string words) =>
        Assert.Equal(words, string.Join('|', CommandWords.Split(line)));

    [Fact]
    public async Task It_runs_at_most_every_few_minutes_and_its_output_goes_nowhere()
    {
        var pull = Pull(Script("echo planted-secret; echo planted-secret >&2; echo run >> runs"));

        Assert.True(pull.Cures(OutageCause.Credentials));
        Assert.False(pull.Cures(OutageCause.Unreachable));
        Assert.True(await pull.TryAsync(Token));
        Assert.False(await pull.TryAsync(Token));
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.True(await pull.TryAsync(Token));

        Assert.Equal(2, File.ReadAllLines(Path.Combine(_folder.FullName, "runs")).Length);
        Assert.DoesNotContain("planted-secret", string.Join(' ', _log.All), StringComparison.Ordinal);
        Assert.Contains(_log.All, line => line.Contains("ended with 0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_fails_or_is_not_there_is_said_and_changes_nothing()
    {
        Assert.False(await Pull(Script("exit 3")).TryAsync(Token));
        Assert.False(await Pull("/not/there/nanoclaw").TryAsync(Token));

        Assert.Contains(_log.All, line => line.Contains("ended with 3", StringComparison.Ordinal));
        Assert.Contains(_log.All, line => line.Contains("no program /not/there/nanoclaw", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_does_not_end_is_ended()
    {
        var trying = Pull(Script("echo begun > begun; sleep 600")).TryAsync(Token);
        while (!File.Exists(Path.Combine(_folder.FullName, "begun")))
        {
            await Task.Delay(10, Token);
        }

        _time.Advance(TimeSpan.FromMinutes(3));

        Assert.False(await trying);
        Assert.Contains(_log.All, line => line.Contains("took longer", StringComparison.Ordinal));
    }

    private ConfigPull Pull(params string[] command) => new(new PullSettings(command, _folder.FullName, PullSettings.UsualEvery), _time, _log);

    private string Script(string lines)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The command of the test is a script of a Unix shell.");
        var path = Path.Combine(_folder.FullName, "pull.sh");
        File.WriteAllText(path, $"#!/bin/sh\n{lines}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    private sealed class Lines : ILogger<ConfigPull>
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Add(formatter(state, exception));
    }
}
