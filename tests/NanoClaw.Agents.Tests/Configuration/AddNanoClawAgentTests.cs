using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace NanoClaw.Agents.Tests;

/// <summary>The configuration is judged at the start, all at once, by the exact keys.</summary>
public sealed class AddNanoClawAgentTests : IDisposable
{
    private readonly FakeLoggerProvider _log = new();
    private readonly LocalAuthority _authority = new();

    public void Dispose()
    {
        _log.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public void Endpoint_and_credentials_are_all_it_takes()
    {
        using var provider = Build(Complete());

        Start(provider);

        Assert.IsType<CloudflareAgentRuntime>(provider.GetRequiredService<IAgentRuntime>());
        var options = provider.GetRequiredService<IOptions<AgentOptions>>().Value;
        Assert.Equal(TimeSpan.FromMilliseconds(120_000), options.Cloudflare.RequestTimeout);
        Assert.Empty(_log.Collector.GetSnapshot());
    }

    [Fact]
    public void Everything_that_can_be_configured_is_read()
    {
        var settings = Complete();
        settings["CLOUDFLARE_REQUEST_TIMEOUT"] = "5000";
        settings["CLOUDFLARE_TOTAL_TIMEOUT"] = "60000";
        settings["CLOUDFLARE_AGENT_CA_FILE"] = _authority.PemFile;
        settings["AGENT_LOG_CONTENT"] = "true";
        using var provider = Build(settings);

        var options = provider.GetRequiredService<IOptions<AgentOptions>>().Value.Cloudflare;

        Assert.Equal(
            (new Uri("https://agent.example.com"), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), _authority.PemFile, true),
            (options.Endpoint, options.RequestTimeout, options.TotalTimeout, options.CaFile, options.LogContent)
        );
    }

    [Fact]
    public void An_empty_configuration_names_everything_that_is_missing()
    {
        using var provider = Build([]);

        var failure = Assert.Throws<OptionsValidationException>(() => Start(provider));

        Assert.Equal(
            ["CLOUDFLARE_AGENT_ENDPOINT", "CLOUDFLARE_AGENT_TOKEN", "CLOUDFLARE_ACCESS_CLIENT_ID", "CLOUDFLARE_ACCESS_CLIENT_SECRET"],
            failure.Failures.Select(f => f.Split(' ')[0])
        );
        Assert.All(failure.Failures, f => Assert.Contains("nanoclaw config pull", f));
    }

    [Theory]
    [InlineData("AGENT_RUNTIME", "kubernetes", "'cloudflare' or 'container'")]
    [InlineData("AGENT_RUNTIME", "Cloudflare", "'cloudflare' or 'container'")]
    [InlineData("CLOUDFLARE_AGENT_ENDPOINT", "http://agent.example.com", "https://")]
    [InlineData("CLOUDFLARE_AGENT_ENDPOINT", "agent.example.com", "https://host")]
    [InlineData("CLOUDFLARE_AGENT_TOKEN", "two words", "printable ASCII")]
    [InlineData("CLOUDFLARE_ACCESS_CLIENT_ID", "", "missing")]
    [InlineData("CLOUDFLARE_ACCESS_CLIENT_SECRET", " ", "missing")]
    [InlineData("CLOUDFLARE_REQUEST_TIMEOUT", "soon", "whole number")]
    [InlineData("CLOUDFLARE_REQUEST_TIMEOUT", "999", "1000 to 3600000")]
    [InlineData("CLOUDFLARE_REQUEST_TIMEOUT", "3600001", "1000 to 3600000")]
    [InlineData("CLOUDFLARE_REQUEST_TIMEOUT", "99999999999999999", "1000 to 3600000")]
    [InlineData("CLOUDFLARE_TOTAL_TIMEOUT", "1000", "must not be less than CLOUDFLARE_REQUEST_TIMEOUT")]
    [InlineData("CLOUDFLARE_AGENT_CA_FILE", "/nowhere/ca.pem", "cannot be read")]
    [InlineData("AGENT_LOG_CONTENT", "yes", "true or false")]
    public void A_mistake_stops_the_start_and_is_named_by_its_key(string key, string value, string expected)
    {
        var settings = Complete();
        settings[key] = value;
        using var provider = Build(settings);

        var failure = Assert.Throws<OptionsValidationException>(() => Start(provider));

        var mistake = Assert.Single(failure.Failures);
        Assert.StartsWith(key, mistake, StringComparison.Ordinal);
        Assert.Contains(expected, mistake);
    }

    [Fact]
    public void A_file_that_is_no_certificate_is_named()
    {
        var file = Path.GetTempFileName();
        try
        {
            foreach (
                var (content, expected) in new[]
                {
                    ("nothing of the kind", "holds no certificate"),
                    ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "not a PEM file"),
                }
            )
            {
                File.WriteAllText(file, content);
                var settings = Complete();
                settings["CLOUDFLARE_AGENT_CA_FILE"] = file;
                using var provider = Build(settings);

                Assert.Contains(expected, Assert.Throws<OptionsValidationException>(() => Start(provider)).Message);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void All_mistakes_are_told_at_once_and_no_value_of_a_credential_is()
    {
        var settings = Complete();
        settings["CLOUDFLARE_AGENT_ENDPOINT"] = "https://user:planted@agent.example.com/path";
        settings["CLOUDFLARE_AGENT_TOKEN"] = "planted token";
        settings["CLOUDFLARE_ACCESS_CLIENT_SECRET"] = "planted secret";
        settings["CLOUDFLARE_REQUEST_TIMEOUT"] = "x";
        settings["CLOUDFLARE_TOTAL_TIMEOUT"] = "0";
        using var provider = Build(settings);

        var failure = Assert.Throws<OptionsValidationException>(() => Start(provider));

        Assert.True(failure.Failures.Count() >= 5);
        Assert.DoesNotContain("planted", failure.ToString());
    }

    [Fact]
    public void The_older_name_of_the_token_is_taken_with_a_warning_that_explains_the_collision()
    {
        var settings = Complete();
        settings.Remove("CLOUDFLARE_AGENT_TOKEN");
        settings["CLOUDFLARE_API_TOKEN"] = "planted-older-token";
        using var provider = Build(settings);

        Start(provider);
        Start(provider);

        var warning = Assert.Single(_log.Collector.GetSnapshot());
        Assert.Equal(LogLevel.Warning, warning.Level);
        Assert.Contains("CLOUDFLARE_AGENT_TOKEN", warning.Message);
        Assert.Contains("Pulumi", warning.Message);
        Assert.DoesNotContain("planted", warning.Message);
    }

    [Fact]
    public async Task With_both_names_the_newer_one_holds_and_the_older_is_Pulumis_alone()
    {
        var settings = Complete();
        settings["CLOUDFLARE_API_TOKEN"] = "for-pulumi";
        using var provider = Build(settings);

        var credentials = await provider.GetRequiredService<IAgentCredentialSource>().GetAsync(reread: false, CancellationToken.None);

        Assert.Equal("token", credentials.Token);
        Assert.Empty(_log.Collector.GetSnapshot());
    }

    [Theory]
    [InlineData("https://agent.localhost:8443")]
    [InlineData("https://localhost:8443")]
    [InlineData("https://127.0.0.1:8443")]
    public void A_local_endpoint_may_do_without_Access(string endpoint)
    {
        using var provider = Build(new(StringComparer.Ordinal) { ["CLOUDFLARE_AGENT_ENDPOINT"] = endpoint, ["CLOUDFLARE_AGENT_TOKEN"] = "token" });

        Start(provider);
    }

    [Fact]
    public void With_the_Cloudflare_runtime_no_container_engine_is_looked_for()
    {
        var settings = Complete();
        settings["CONTAINER_ENGINE"] = "/nowhere/docker";
        settings["CONTAINER_TIMEOUT"] = "-1";
        using var provider = Build(settings);

        Start(provider);

        Assert.IsType<CloudflareAgentRuntime>(provider.GetRequiredService<IAgentRuntime>());
    }

    [Fact]
    public void With_the_container_runtime_no_Cloudflare_key_is_needed_and_a_missing_engine_stops_the_start()
    {
        using var provider = Build(new(StringComparer.Ordinal) { ["AGENT_RUNTIME"] = "container", ["CONTAINER_ENGINE"] = "/nowhere/docker" });

        var mistake = Assert.Single(Assert.Throws<OptionsValidationException>(() => Start(provider)).Failures);

        Assert.StartsWith("CONTAINER_ENGINE", mistake, StringComparison.Ordinal);
        Assert.Contains("AGENT_RUNTIME=cloudflare", mistake);
    }

    [Fact]
    public void A_source_of_credentials_of_ones_own_is_used_and_not_judged_by_the_configuration()
    {
        var services = new ServiceCollection().AddSingleton<IAgentCredentialSource>(new FixedCredentials());
        services.AddNanoClawAgent(new ConfigurationBuilder().Build(), options => options.Cloudflare.Endpoint = new Uri("https://agent.example.com"));
        using var provider = services.BuildServiceProvider();

        Start(provider);

        Assert.IsType<CloudflareAgentRuntime>(provider.GetRequiredService<IAgentRuntime>());
    }

    [Fact]
    public async Task A_running_process_takes_new_credentials_from_its_env_file()
    {
        var folder = Directory.CreateTempSubdirectory("nanoclaw-rotation-");
        var file = Path.Combine(folder.FullName, ".env");
        await using var worker = await StubWorker.StartAsync();
        var current = "version-1";
        worker.Answers(async context =>
        {
            if (context.Request.Headers.Authorization != "Bearer " + current)
            {
                context.Response.StatusCode = 401;
                await context.Response.WriteAsJsonAsync(new { error = new { code = "unauthorized", message = "..." } });
                return;
            }

            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.WriteAsync(TestRun.Utf8(TestRun.Success));
        });
        await File.WriteAllTextAsync(file, "CLOUDFLARE_AGENT_TOKEN=version-1");
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection([new("CLOUDFLARE_AGENT_ENDPOINT", worker.Endpoint.ToString()), new("CLOUDFLARE_AGENT_CA_FILE", worker.CaFile)]);
        configuration.AddDotEnvFile(file);
        using var provider = new ServiceCollection().AddNanoClawAgent(configuration).BuildServiceProvider();
        var runtime = provider.GetRequiredService<IAgentRuntime>();

        await runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync();
        current = "version-2";
        await File.WriteAllTextAsync(file + ".new", "CLOUDFLARE_AGENT_TOKEN=version-2");
        File.Move(file + ".new", file, overwrite: true);
        await runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync();

        Assert.Equal("Bearer version-2", worker.Calls.Last().Header("Authorization"));
        folder.Delete(recursive: true);
    }

    private static Dictionary<string, string?> Complete() =>
        new(StringComparer.Ordinal)
        {
            ["CLOUDFLARE_AGENT_ENDPOINT"] = "https://agent.example.com",
            ["CLOUDFLARE_AGENT_TOKEN"] = "token",
            ["CLOUDFLARE_ACCESS_CLIENT_ID"] = "id.access",
            ["CLOUDFLARE_ACCESS_CLIENT_SECRET"] = "secret",
        };

    private static void Start(ServiceProvider provider) => provider.GetRequiredService<IStartupValidator>().Validate();

    private ServiceProvider Build(Dictionary<string, string?> settings) =>
        new ServiceCollection()
            .AddLogging(builder => builder.AddProvider(_log))
            .AddNanoClawAgent(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .BuildServiceProvider();
}
