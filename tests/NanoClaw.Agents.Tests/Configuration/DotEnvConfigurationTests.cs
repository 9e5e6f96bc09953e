using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace NanoClaw.Agents.Tests;

public sealed class DotEnvConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nanoclaw-env-").FullName;
    private readonly FakeTimeProvider _time = new();

    private string EnvFile => Path.Combine(_folder, ".env");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_environment_wins_over_the_file_and_the_file_over_what_was_added_before()
    {
        File.WriteAllText(EnvFile, $"PATH=from-file\nNANOCLAW_TEST_KEY=from-file\nOTHER=from-file");
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("OTHER", "from-memory")])
            .AddEnvironmentVariables()
            .AddDotEnvFile(EnvFile)
            .Build();

        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), configuration["PATH"]);
        Assert.Equal("from-file", configuration["NANOCLAW_TEST_KEY"]);
        Assert.Equal("from-file", configuration["OTHER"]);
    }

    [Fact]
    public void A_changed_file_is_noticed_within_a_second_without_a_restart()
    {
        File.WriteAllText(EnvFile, "KEY=one");
        var configuration = Build();
        Assert.Equal("one", configuration["KEY"]);

        Replace("KEY=other");
        Assert.Equal("one", configuration["KEY"]);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("other", configuration["KEY"]);
    }

    [Fact]
    public async Task A_reread_of_the_credentials_does_not_wait_for_that_second()
    {
        File.WriteAllText(EnvFile, "CLOUDFLARE_AGENT_TOKEN=one");
        var source = new ConfigurationCredentialSource(Build(), Microsoft.Extensions.Logging.Abstractions.NullLogger<ConfigurationCredentialSource>.Instance);
        Assert.Equal("one", (await source.GetAsync(reread: false, CancellationToken.None)).Token);

        Replace("CLOUDFLARE_AGENT_TOKEN=two");

        Assert.Equal("one", (await source.GetAsync(reread: false, CancellationToken.None)).Token);
        Assert.Equal("two", (await source.GetAsync(reread: true, CancellationToken.None)).Token);
    }

    [Fact]
    public void A_file_that_is_malformed_or_gone_for_a_moment_takes_nothing_away()
    {
        File.WriteAllText(EnvFile, "KEY=one");
        var configuration = Build();

        Replace("KEY=\"half-writ");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("one", configuration["KEY"]);
        File.Delete(EnvFile);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("one", configuration["KEY"]);
        Replace("KEY=two");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("two", configuration["KEY"]);
    }

    [Fact]
    public void Keys_that_differ_in_case_alone_are_one_key()
    {
        File.WriteAllText(EnvFile, "Key=one\nKEY=two");

        Assert.Equal("two", Build()["key"]);
    }

    [Fact]
    public void A_file_that_comes_later_is_taken()
    {
        var configuration = Build();
        Assert.Null(configuration["KEY"]);

        Replace("KEY=one");
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("one", configuration["KEY"]);
    }

    [Fact]
    public void A_malformed_file_at_the_start_stops_the_start()
    {
        File.WriteAllText(EnvFile, "no key");

        Assert.Throws<FormatException>(Build);
    }

    [Fact]
    public void A_file_that_must_be_there_stops_the_start_if_it_is_not() =>
        Assert.Throws<FileNotFoundException>(() => new ConfigurationBuilder().AddDotEnvFile(EnvFile, optional: false).Build());

    private IConfigurationRoot Build() => new ConfigurationBuilder().Add(new DotEnvConfigurationSource { Path = EnvFile, Time = _time }).Build();

    /// <summary>As an editor or <c>config pull</c> does it.</summary>
    private void Replace(string text)
    {
        File.WriteAllText(EnvFile + ".new", text);
        File.Move(EnvFile + ".new", EnvFile, overwrite: true);
    }
}
