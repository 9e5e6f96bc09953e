using NanoClaw.Deployment.Cloudflare;
using NanoClaw.Deployment.Permissions;
using NanoClaw.Deployment.Setup;

namespace NanoClaw.Deployment.Tests.Setup;

public sealed class TokenTests : IAsyncLifetime
{
    private static readonly NeededFeatures Everything = new(OwnsZone: true, Alerts: true, D1: true, R2: true, AiGateway: true);

    private static readonly SetupRequest All = new()
    {
        Stack = "dev",
        Yes = true,
        D1 = true,
        R2 = true,
        AlertEmails = ["ada@ada.dev"],
        AiGateway = true,
        ModelProvider = "anthropic",
        ModelName = "claude-sonnet-4-5",
    };

    private SetupFixture _setup = null!;

    public static TheoryData<string> Names =>
        [.. PermissionTable.For(Everything).Where(permission => !permission.IsOptional).Select(permission => permission.Name)];

    public static TheoryData<string> Edited => [.. PermissionTable.For(Everything).Where(permission => permission.Edit).Select(permission => permission.Name)];

    public async ValueTask InitializeAsync()
    {
        _setup = await SetupFixture.CreateAsync();
        _setup.Variables["CLOUDFLARE_AI_GATEWAY_TOKEN"] = "cfut_gateway-token-of-this-test";
    }

    public async ValueTask DisposeAsync() => await _setup.DisposeAsync();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_missing_permission_is_named_with_where_to_click(string name)
    {
        var file = _setup["dev"];
        _setup.Cloudflare.Data.Missing.Add(name);
        string told;
        try
        {
            var report = await _setup.RunAsync(All);
            Assert.Equal([name], report.Permissions.Where(permission => permission.State == "missing").Select(permission => permission.Name));
            Assert.Single(report.Blockers);
            Assert.Empty(report.Next);
            told = _setup.Conversation.Text;
            Assert.Contains("Zone Resources: ada.dev", told, StringComparison.Ordinal);
        }
        catch (DeploymentException exception) when (name == "Zone")
        {
            // Without it there is no zone to go on with.
            Assert.Equal(DeploymentFailure.Refused, exception.Failure);
            told = exception.Message;
        }

        var permission = PermissionTable.For(Everything).Single(it => it.Name == name);
        Assert.Contains($"{permission.Scope} | {name} | {(permission.Edit ? "Edit" : "Read")}", told, StringComparison.Ordinal);
        Assert.Contains("https://dash.cloudflare.com/profile/api-tokens", told, StringComparison.Ordinal);
        Assert.Equal(file, _setup["dev"]);
        Assert.Empty(_setup.Cloudflare.Data.Effects);
        Assert.DoesNotContain(_setup.Pulumi.Calls, call => call.Step is "config set" or "stack init" or "up");
    }

    [Theory]
    [MemberData(nameof(Edited))]
    public async Task A_permission_that_only_reads_is_told_from_one_that_is_missing(string name)
    {
        _setup.Cloudflare.Data.ReadOnly.Add(name);

        var report = await _setup.RunAsync(All);

        var found = Assert.Single(report.Permissions, permission => permission.State != "granted");
        Assert.Equal((name, "read-only"), (found.Name, found.State));
        Assert.Contains(
            $"The API token may only read: {(found.Scope == "zone" ? "Zone" : "Account")} | {name} | Edit",
            report.Blockers.Single(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task All_that_is_missing_is_told_at_once_with_a_link_that_chooses_it()
    {
        foreach (var name in new[] { "Workers Scripts", "DNS", "Zone WAF" })
        {
            _setup.Cloudflare.Data.Missing.Add(name);
        }

        var report = await _setup.RunAsync(All);

        Assert.Equal(3, report.Blockers.Count);
        Assert.Contains(
            "permissionGroupKeys=%5B%7B%22key%22%3A%22workers_scripts%22%2C%22type%22%3A%22edit%22%7D",
            _setup.Conversation.Text,
            StringComparison.Ordinal
        );
        Assert.Contains("and add by hand: Account | Access: Service Tokens | Edit", _setup.Conversation.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_changed_by_trying_every_permission()
    {
        using var http = CloudflareApi.CreateClient(_setup.Cloudflare.Address);
        Assert.True(ApiToken.TryParse(_setup.Cloudflare.Token, out var token, out _));

        var findings = await new PermissionProbe(new CloudflareApi(http, token, _setup.Time), FakeAccount.AccountId, FakeAccount.ZoneId).TryAsync(
            PermissionTable.For(Everything),
            TestContext.Current.CancellationToken
        );

        Assert.All(findings, finding => Assert.Equal(PermissionState.Granted, finding.State));
        Assert.Empty(_setup.Cloudflare.Data.Effects);
        Assert.All(PermissionTable.For(Everything).Where(permission => permission.Edit), permission => Assert.NotEmpty(permission.Writes));
    }

    [Fact]
    public async Task The_team_is_asked_for_where_the_token_may_not_look_it_up()
    {
        _setup.Cloudflare.Data.Missing.Add("Access: Organizations, Identity Providers, and Groups");

        var report = await _setup.RunAsync(
            new()
            {
                Stack = "dev",
                Yes = true,
                Team = "ada",
            }
        );

        Assert.Empty(report.Blockers);
        Assert.Equal("ada.cloudflareaccess.com", _setup.FileOf("dev").Scalar("accessTeamDomain"));
    }

    [Theory]
    [InlineData("disabled", "is disabled")]
    [InlineData("expired", "has expired on 2026-11-01")]
    public async Task A_token_that_is_no_longer_good_is_told(string status, string words)
    {
        _setup.Cloudflare.Data.TokenStatus = status;
        _setup.Cloudflare.Data.TokenEnds = "2026-11-01T00:00:00Z";

        var error = await Assert.ThrowsAsync<DeploymentException>(() => _setup.RunAsync(All));

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Equal(DeploymentFailure.Refused, error.Failure);
    }

    [Fact]
    public async Task A_token_that_ends_soon_is_remarked()
    {
        _setup.Cloudflare.Data.TokenEnds = "2026-12-01T00:00:00Z";

        var report = await _setup.RunAsync(All);

        Assert.Empty(report.Blockers);
        Assert.Contains("ends soon", _setup.Conversation.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_nobody_knows_is_told()
    {
        var error = await Assert.ThrowsAsync<DeploymentException>(() => _setup.RunAsync(All, token: new string('x', 40)));

        Assert.Contains("does not know this API token", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(new string('x', 40), error.ToString(), StringComparison.Ordinal);
        Assert.Equal(DeploymentFailure.Refused, error.Failure);
    }

    [Fact]
    public async Task A_token_of_another_address_is_told()
    {
        _setup.Cloudflare.Data.IsElsewhere = true;

        var error = await Assert.ThrowsAsync<DeploymentException>(() => _setup.RunAsync(All));

        Assert.Contains("client IP filter", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_the_account_owns_will_do()
    {
        _setup.Cloudflare.Data.IsAccountOwned = true;

        var report = await _setup.RunAsync(All);

        Assert.True(report.Token.IsAccountOwned);
        Assert.Empty(report.Blockers);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("0123456789abcdef0123456789abcdef01234", "Global API Key")]
    [InlineData("short", "no API token")]
    [InlineData("Bearer abc\r\nX-Evil: yes, and long enough for a token", "letters, digits")]
    public void What_is_no_token_is_not_sent(string text, string words)
    {
        Assert.False(ApiToken.TryParse(text, out _, out var mistake));
        Assert.Contains(words, mistake, StringComparison.Ordinal);
        Assert.DoesNotContain(text.Length > 0 ? text : "-", mistake, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://api.example.com/client/v4")]
    [InlineData("ftp://127.0.0.1/")]
    public void A_token_goes_to_no_address_that_is_not_https(string address) =>
        Assert.Equal(DeploymentFailure.Usage, Assert.Throws<DeploymentException>(() => CloudflareApi.CreateClient(new Uri(address))).Failure);
}
