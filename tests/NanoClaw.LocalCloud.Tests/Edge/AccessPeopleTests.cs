using System.Net;

namespace NanoClaw.LocalCloud.Tests.Edge;

public sealed class AccessPeopleTests
{
    [Fact]
    public async Task A_person_is_sent_to_the_login_gets_a_cookie_and_then_in()
    {
        await using var running = await RunningEdge.StartAsync();

        using var first = await running.SendAsync(running.Request("/admin?tab=1"));
        Assert.Equal(HttpStatusCode.Found, first.StatusCode);
        var login = first.Headers.Location!;
        Assert.Equal("/cdn-cgi/access/login", login.AbsolutePath);

        using var page = await running.SendAsync(new HttpRequestMessage(HttpMethod.Get, login));
        Assert.Contains("Log in to admin", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        using var answer = await LogInAsync(running, EdgeStack.Admin, "/admin?tab=1");
        Assert.Equal("/admin?tab=1", answer.Headers.Location!.OriginalString);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);

        using var inside = await running.SendAsync(WithCookie(running, cookie));
        Assert.Equal(HttpStatusCode.OK, inside.StatusCode);
        var received = running.Worker.Received.Single();
        Assert.Equal(EdgeStack.Admin, received.Headers["cf-access-authenticated-user-email"]);
        var claims = await AccessServiceTests.VerifyAsync(running, received.Headers["cf-access-jwt-assertion"]);
        Assert.Equal(EdgeStack.Admin, (string?)claims["email"]);
        Assert.Equal(EdgeStack.AdminAudience, (string?)claims["aud"]![0]);
        Assert.Null(claims["common_name"]);
    }

    [Theory]
    [InlineData("other@example.com")]
    [InlineData("admin@example.com.evil.test")]
    [InlineData("")]
    public async Task Who_is_not_on_the_list_cannot_log_in(string email)
    {
        await using var running = await RunningEdge.StartAsync();

        using var answer = await LogInAsync(running, email, "/admin");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_login_from_another_site_is_refused()
    {
        await using var running = await RunningEdge.StartAsync();

        using var answer = await LogInAsync(running, EdgeStack.Admin, "/admin", origin: "https://evil.test");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.test/")]
    [InlineData("//evil.test/")]
    [InlineData("/\\evil.test/")]
    public async Task The_login_sends_nobody_to_another_host(string returnTo)
    {
        var everywhere = EdgeStack
            .Hardened()
            .Without("agent")
            .Without("admin")
            .Application("all", EdgeStack.AgentHost, EdgeStack.AgentAudience, "p-people", answers401: false);
        await using var running = await RunningEdge.StartAsync(everywhere);

        using var answer = await LogInAsync(running, EdgeStack.Admin, returnTo);

        Assert.Equal("/", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_cookie_runs_out_with_the_session()
    {
        await using var running = await RunningEdge.StartAsync();
        using var answer = await LogInAsync(running, EdgeStack.Admin, "/admin");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();

        running.Time.Advance(TimeSpan.FromMinutes(30));
        using var late = await running.SendAsync(WithCookie(running, cookie));

        Assert.Equal(HttpStatusCode.Found, late.StatusCode);
    }

    [Theory]
    [InlineData(null, 24)]
    [InlineData("2h", 2)]
    public async Task The_policy_s_duration_goes_before_the_application_s_and_is_24_hours_where_none_is_declared(string? session, int hours)
    {
        var stack = EdgeStack
            .Hardened()
            .Without("p-people")
            .Policy("p-people", "allow", """[{ "email": { "email": "admin@example.com" } }]""", session: session);
        await using var running = await RunningEdge.StartAsync(stack);
        using var answer = await LogInAsync(running, EdgeStack.Admin, "/admin");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();

        running.Time.Advance(TimeSpan.FromHours(hours) - TimeSpan.FromMinutes(1));
        using var within = await running.SendAsync(WithCookie(running, cookie));
        running.Time.Advance(TimeSpan.FromMinutes(1));
        using var after = await running.SendAsync(WithCookie(running, cookie));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Found), (within.StatusCode, after.StatusCode));
    }

    [Fact]
    public async Task A_cookie_is_for_its_application_only_and_cannot_be_altered()
    {
        var stack = EdgeStack.Hardened().Application("health", EdgeStack.AgentHost + "/healthz", "aud-health", "p-people", answers401: true);
        await using var running = await RunningEdge.StartAsync(stack);
        using var answer = await LogInAsync(running, EdgeStack.Admin, "/admin");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();

        using var elsewhere = await running.SendAsync(WithCookie(running, cookie, "/healthz"));
        Assert.Equal(HttpStatusCode.Unauthorized, elsewhere.StatusCode);

        var value = cookie.Split(';')[0];
        using var altered = await running.SendAsync(WithCookie(running, value[..^10] + (value[^10] == 'A' ? 'B' : 'A') + value[^9..]));
        Assert.Equal(HttpStatusCode.Found, altered.StatusCode);
    }

    [Fact]
    public async Task Who_is_taken_off_the_list_is_out_at_once()
    {
        await using var running = await RunningEdge.StartAsync();
        using var answer = await LogInAsync(running, EdgeStack.Admin, "/admin");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();

        running.Edge.Apply(EdgeStack.Hardened().Without("p-people").Policy("p-people", "allow", """[{ "email": { "email": "next@example.com" } }]""").Build());
        using var after = await running.SendAsync(WithCookie(running, cookie));

        Assert.Equal(HttpStatusCode.Forbidden, after.StatusCode);
    }

    private static Task<HttpResponseMessage> LogInAsync(RunningEdge running, string email, string returnTo, string? origin = null)
    {
        var request = running.Request("/cdn-cgi/access/login", "POST");
        request.Content = new FormUrlEncodedContent([new("email", email), new("redirect_url", returnTo)]);
        request.Headers.Add("Origin", origin ?? $"https://{EdgeStack.AgentHost}:{running.Edge.HttpsPort}");
        return running.SendAsync(request);
    }

    private static HttpRequestMessage WithCookie(RunningEdge running, string cookie, string path = "/admin")
    {
        var request = running.Request(path);
        request.Headers.Add("Cookie", cookie.Split(';')[0]);
        return request;
    }
}
