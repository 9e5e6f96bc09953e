using NanoClaw.Deployment.Setup;

namespace NanoClaw.Deployment.Tests.Setup;

public sealed class TroubleTests : IAsyncLifetime
{
    private static readonly SetupRequest Dev = new() { Stack = "dev", Yes = true };

    private SetupFixture _setup = null!;

    public async ValueTask InitializeAsync() => _setup = await SetupFixture.CreateAsync();

    public async ValueTask DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task A_limit_is_waited_for_as_long_as_it_says()
    {
        _setup.Cloudflare.Limit("dns_records", retryAfter: 17, times: 1);

        var report = await _setup.RunAsync(Dev);

        Assert.Empty(report.Blockers);
        Assert.Contains(TimeSpan.FromSeconds(17), _setup.Time.Waits);
        Assert.Contains("again in 17 s", _setup.Conversation.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(280, "in 5 min")]
    [InlineData(5, "in 1 min")]
    public async Task A_limit_that_lasts_is_told_with_when_to_come_again(int retryAfter, string words)
    {
        _setup.Cloudflare.Limit("zones", retryAfter);
        var file = _setup["dev"];

        var error = await Assert.ThrowsAsync<DeploymentException>(() => _setup.RunAsync(Dev));

        Assert.Equal(DeploymentFailure.Limited, error.Failure);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Equal(file, _setup["dev"]);
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_made_again()
    {
        _setup.Cloudflare.Cut("accounts", times: 2);

        Assert.Empty((await _setup.RunAsync(Dev)).Blockers);
    }

    [Fact]
    public async Task A_connection_that_is_always_cut_is_told()
    {
        _setup.Cloudflare.Cut("rulesets");

        var error = await Assert.ThrowsAsync<DeploymentException>(() => _setup.RunAsync(Dev));

        Assert.Equal(DeploymentFailure.Unavailable, error.Failure);
        Assert.Contains("Is this machine online?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_told()
    {
        await _setup.Cloudflare.StopAsync();

        var error = await Assert.ThrowsAsync<DeploymentException>(() => _setup.RunAsync(Dev));

        Assert.Equal(DeploymentFailure.Unavailable, error.Failure);
        Assert.Contains("nobody answers", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, DeploymentFailure.Unavailable, "login page")]
    [InlineData(302, DeploymentFailure.Unavailable, "login page")]
    [InlineData(502, DeploymentFailure.Unavailable, "out of order (HTTP 502)")]
    public async Task The_page_of_a_proxy_is_not_taken_for_an_answer(int status, DeploymentFailure failure, string words)
    {
        _setup.Cloudflare.AnswerPage("tokens/verify", status);

        var error = await Assert.ThrowsAsync<DeploymentException>(() => _setup.RunAsync(Dev));

        Assert.Equal(failure, error.Failure);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_Pulumi_CLI_it_says_where_to_get_it_before_it_asks_anything()
    {
        var error = await Assert.ThrowsAsync<DeploymentException>(() => _setup.RunAsync(Dev, pulumi: Path.Combine(_setup.Project, "no-such-pulumi")));

        Assert.Contains("https://www.pulumi.com/docs/install", error.Message, StringComparison.Ordinal);
        Assert.Equal(DeploymentFailure.Usage, error.Failure);
        Assert.Empty(_setup.Conversation.Asked);
        Assert.Empty(_setup.Cloudflare.Requests);
    }

    [Fact]
    public async Task Nobody_logged_in_to_Pulumi_is_told()
    {
        _setup.Pulumi.LogIn(user: "");

        var error = await Assert.ThrowsAsync<DeploymentException>(() => _setup.RunAsync(Dev));

        Assert.Contains("pulumi login", error.Message, StringComparison.Ordinal);
        Assert.Empty(_setup.Cloudflare.Requests);
    }

    [Theory]
    [InlineData("stack init", "a stack of this name already exists elsewhere")]
    [InlineData("config set", "cannot encrypt")]
    [InlineData("preview", "the program refused")]
    public async Task A_failure_of_Pulumi_is_told_and_run_again_it_goes_on(string step, string words)
    {
        _setup.Pulumi.Fail(step, words, times: 1);
        var error = await Assert.ThrowsAsync<DeploymentException>(() => _setup.RunAsync(Dev));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);

        var report = await _setup.RunAsync(Dev);

        Assert.Empty(report.Blockers);
        Assert.NotEmpty(report.Next);
        Assert.Contains("secure:", _setup["dev"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stack init", false)]
    [InlineData("stack init", true)]
    [InlineData("config set", false)]
    [InlineData("config set", true)]
    [InlineData("preview", false)]
    public async Task Broken_off_at_any_step_and_run_again_it_ends_as_if_it_had_not_been(string step, bool after)
    {
        await using var whole = await SetupFixture.CreateAsync();
        whole.Pulumi.LogIn(salt: "v1:abc=:v1:def");
        await whole.RunAsync(Dev);
        _setup.Pulumi.LogIn(salt: "v1:abc=:v1:def");
        _setup.Pulumi.Hang(step, after);
        using var breaking = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var run = _setup.RunAsync(Dev, cancellationToken: breaking.Token);
        await Eventually.TrueAsync(() => _setup.Pulumi.HangsAt(step, after) || run.IsCompleted);
        await breaking.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        _setup.Pulumi.Behave();

        var report = await _setup.RunAsync(Dev);

        Assert.Empty(report.Blockers);
        Assert.Equal(
            whole.FileOf("dev").All().OrderBy(it => it.Key, StringComparer.Ordinal),
            _setup.FileOf("dev").All().OrderBy(it => it.Key, StringComparer.Ordinal)
        );
        Assert.Equal("v1:abc=:v1:def", _setup.FileOf("dev").TopLevel("encryptionsalt"));
        Assert.Equal(
            whole["dev"].Split('\n').Where(line => line.TrimStart().StartsWith('#')),
            _setup["dev"].Split('\n').Where(line => line.TrimStart().StartsWith('#'))
        );
        Assert.Contains("nanoclaw:runsPerDay: 50\n", _setup["dev"], StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_setup.Project, "*.tmp"));
    }

    [Fact]
    public async Task What_Pulumi_does_to_the_file_costs_no_remark_and_no_number()
    {
        _setup.Pulumi.LogIn(salt: "v1:abc=:v1:def");
        var before = _setup["dev"];

        await _setup.RunAsync(Dev);

        Assert.Equal(
            before.Split('\n').Where(line => line.TrimStart().StartsWith('#')),
            _setup["dev"].Split('\n').Where(line => line.TrimStart().StartsWith('#'))
        );
        Assert.Contains("nanoclaw:runsPerDay: 50\n", _setup["dev"], StringComparison.Ordinal);
        Assert.Contains("nanoclaw:rotationVersion: 1\n", _setup["dev"], StringComparison.Ordinal);
        Assert.Equal("v1:abc=:v1:def", _setup.FileOf("dev").TopLevel("encryptionsalt"));
    }
}
