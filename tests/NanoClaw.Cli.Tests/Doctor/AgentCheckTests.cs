using Microsoft.AspNetCore.Http;
using NanoClaw.Doctor;
using NanoClaw.Doctor.Checks;

namespace NanoClaw.Cli.Tests.Doctor;

/// <summary>The way to the agent and its credentials, against a server over TLS that answers as the contract says.</summary>
public sealed class AgentCheckTests : DoctorFixture
{
    private const string Health = """{"status":"ok","environment":"dev","access":"required","version":"0.1.0"}""";

    private static string Error(string code) => $$$"""{"error":{"code":"{{{code}}}","message":"m"}}""";

    [Fact]
    public async Task A_worker_that_answers_is_well()
    {
        await ServeAgentAsync(http => WriteAsync(http, 200, Health));

        await ExpectAsync(new EndpointCheck(), FindingStatus.Ok, "environment dev", "0.1.0");
        await ExpectOkAsync(new EndpointCheck());
    }

    [Theory]
    [InlineData(10, 300, FindingStatus.Ok, "generation 7, 10 days old")]
    [InlineData(60, 300, FindingStatus.Warning, "A rotation may have been missed")]
    [InlineData(10, 7, FindingStatus.Warning, "That is soon")]
    [InlineData(10, -1, FindingStatus.Problem, "They have ended")]
    public async Task The_age_of_the_credentials_is_told_and_judged(int daysOld, int daysLeft, object status, string said)
    {
        await ServeAgentAsync(http => WriteAsync(http, 400, Error("invalid_request")));
        Env +=
            $"\nCLOUDFLARE_CREDENTIAL_GENERATION=7\nCLOUDFLARE_CREDENTIAL_CREATED_AT={Time.GetUtcNow().AddDays(-daysOld):O}\nCLOUDFLARE_CREDENTIAL_EXPIRES_AT={Time.GetUtcNow().AddDays(daysLeft):O}\n";

        var finding = Assert.Single(await new CredentialsCheck().RunAsync(Context(), Token).Skip(1).ToListAsync(Token));

        Assert.Equal((status, true), (finding.Status, finding.Text.Contains(said, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Nothing_there_names_the_way_to_start_it()
    {
        Env = Agent.Replace("agent.example.com", $"agent.localhost:{FreePort()}", StringComparison.Ordinal);

        await ExpectAsync(new EndpointCheck(), FindingStatus.Problem, "Nothing answers", "nanoclaw dev");
        await ExpectAsync(new CredentialsCheck(), FindingStatus.Skipped, "does not answer");
    }

    [Fact]
    public async Task A_name_that_leads_nowhere_is_told_as_such()
    {
        Assert.SkipWhen(HttpClient.DefaultProxy.GetProxy(new Uri("https://agent.invalid")) is not null, "Names are for the proxy to find.");
        Env = Agent.Replace("agent.example.com", "agent.invalid", StringComparison.Ordinal);

        await ExpectAsync(new EndpointCheck(), FindingStatus.Problem, "agent.invalid leads nowhere", "spelt right");
    }

    [Fact]
    public async Task A_server_without_tls_is_told_as_such()
    {
        var port = await ServeAsync(http => WriteAsync(http, 200, Health));
        Env = Agent.Replace("agent.example.com", $"agent.localhost:{port}", StringComparison.Ordinal);

        await ExpectAsync(new EndpointCheck(), FindingStatus.Problem, "not by TLS");
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_a_problem()
    {
        await ServeAgentAsync(http => WriteAsync(http, 200, Health));
        Env = string.Join('\n', Env.Split('\n').Where(line => !line.StartsWith("CLOUDFLARE_AGENT_CA_FILE", StringComparison.Ordinal)));

        await ExpectAsync(new EndpointCheck(), FindingStatus.Problem, "not trusted", "CLOUDFLARE_AGENT_CA_FILE");
    }

    [Fact]
    public async Task Another_website_is_told_as_such()
    {
        await ServeAgentAsync(http => WriteAsync(http, 200, """{"hello":"t0ken"}"""));

        await ExpectAsync(new EndpointCheck(), FindingStatus.Problem, "not as the Worker", "CLOUDFLARE_AGENT_ENDPOINT");
    }

    [Theory]
    [InlineData(3, (int)FindingStatus.Warning)]
    [InlineData(10, (int)FindingStatus.Problem)]
    public async Task A_clock_that_differs_from_the_servers_is_told(int minutes, int status)
    {
        await ServeAgentAsync(http => WriteAsync(http, 200, Health));
        Time.Advance(TimeSpan.FromMinutes(minutes));

        await ExpectAsync(new EndpointCheck(), (FindingStatus)status, "ahead of", "timedatectl");
    }

    [Theory]
    [InlineData(9, (int)FindingStatus.Warning, "expires on")]
    [InlineData(-1, (int)FindingStatus.Problem, "has expired")]
    public async Task A_certificate_that_ends_soon_is_told(int days, int status, string said)
    {
        var until = await ServeAgentAsync(http => WriteAsync(http, 200, Health));
        Time.AdjustTime(until.AddDays(-days));

        await ExpectAsync(new EndpointCheck(), (FindingStatus)status, said);
    }

    [Fact]
    public async Task Credentials_that_are_taken_cost_no_run()
    {
        var bodies = new List<string>();
        await ServeAgentAsync(async http =>
        {
            bodies.Add(await new StreamReader(http.Request.Body).ReadToEndAsync());
            var isRight = http.Request.Headers.Authorization == "Bearer t0ken" && http.Request.Headers["CF-Access-Client-Secret"] == "s3cret";
            await WriteAsync(http, isRight ? 400 : 401, Error(isRight ? "invalid_request" : "unauthorized"));
        });

        await ExpectOkAsync(new CredentialsCheck());

        Assert.Equal(["{}"], bodies);
    }

    [Theory]
    [InlineData(401, "unauthorized", "The bearer token")]
    [InlineData(403, "access_denied", "The Access service token")]
    [InlineData(503, "misconfigured", "")]
    public async Task Who_refuses_is_told_apart(int status, string code, string said)
    {
        await ServeAgentAsync(http => WriteAsync(http, status, Error(code)));

        await ExpectAsync(new CredentialsCheck(), FindingStatus.Problem, said);
    }

    [Fact]
    public async Task Accesss_login_page_is_a_refused_service_token()
    {
        await ServeAgentAsync(http =>
        {
            http.Response.StatusCode = StatusCodes.Status302Found;
            http.Response.Headers.Location = "https://team.cloudflareaccess.com/cdn-cgi/access/login";
            return Task.CompletedTask;
        });

        await ExpectAsync(new CredentialsCheck(), FindingStatus.Problem, "The Access service token", "CLOUDFLARE_ACCESS_CLIENT_ID");
        await ExpectAsync(new EndpointCheck(), FindingStatus.Problem, "CLOUDFLARE_ACCESS_CLIENT_ID");
    }

    [Fact]
    public async Task A_rate_limit_says_nothing_of_the_credentials()
    {
        await ServeAgentAsync(http => WriteAsync(http, 429, Error("rate_limited")));

        await ExpectAsync(new CredentialsCheck(), FindingStatus.Warning, "Not found out");
    }

    [Fact]
    public async Task Offline_nothing_is_asked()
    {
        Offline = true;

        await ExpectAsync(new EndpointCheck(), FindingStatus.Skipped, "--offline");
        await ExpectAsync(new CredentialsCheck(), FindingStatus.Skipped, "--offline");
    }

    [Fact]
    public async Task What_the_local_cloud_left_behind_is_a_problem_only_where_it_is_used()
    {
        await ExpectAsync(new LocalCloudCheck(), FindingStatus.Skipped, "nanoclaw dev");
        var state = Directory.CreateDirectory(Path.Combine(Folder, ".nanoclaw", "local"));
        var left = Agent.Replace("agent.example.com", $"agent.localhost:{FreePort()}", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(state.FullName, "agent.env"), left, Token);
        await ExpectOkAsync(new LocalCloudCheck());

        Env = "";

        await ExpectAsync(new LocalCloudCheck(), FindingStatus.Problem, "does not run", "nanoclaw dev");
    }

    [Fact]
    public async Task A_local_cloud_that_runs_is_well()
    {
        var port = await ServeAsync(http => WriteAsync(http, 200, Health));
        var state = Directory.CreateDirectory(Path.Combine(Folder, ".nanoclaw", "local"));
        await File.WriteAllTextAsync(
            Path.Combine(state.FullName, "agent.env"),
            Agent.Replace("agent.example.com", $"agent.localhost:{port}", StringComparison.Ordinal),
            Token
        );

        await ExpectOkAsync(new LocalCloudCheck());
    }
}
