using System.Diagnostics;
using System.Text.Json.Nodes;

namespace NanoClaw.Cli.Tests;

public sealed class ConfigPullTests : IDisposable
{
    private const string Token = "0123456789abcdef-the-planted-token";
    private const string AccessSecret = "cfast_the-planted-access-secret";
    private const string CaFileKey = "CLOUDFLARE_AGENT_CA_FILE";

    private static readonly string[] FromInput = ["config", "pull", "--from", "-"];

    private readonly CommandLine _nanoclaw = new();

    public void Dispose() => _nanoclaw.Dispose();

    [Fact]
    public async Task The_outputs_become_the_processs_keys()
    {
        Assert.Equal(0, await _nanoclaw.RunAsync(FromInput, Outputs()));
        Assert.Equal(
            $"""
            CLOUDFLARE_AGENT_ENDPOINT=https://agent.example.com
            CLOUDFLARE_AGENT_TOKEN={Token}
            CLOUDFLARE_ACCESS_CLIENT_ID=abc.access
            CLOUDFLARE_ACCESS_CLIENT_SECRET={AccessSecret}
            CLOUDFLARE_REQUEST_TIMEOUT=120000

            """.ReplaceLineEndings("\n"),
            _nanoclaw.Env
        );
        AssertOwnerOnly(_nanoclaw.EnvFile);
    }

    [Fact]
    public async Task The_age_of_the_credentials_and_the_plan_come_with_them_and_go_with_a_stack_that_does_not_say()
    {
        Assert.Equal(
            0,
            await _nanoclaw.RunAsync(
                FromInput,
                Outputs(
                    ("credentialGeneration", "4"),
                    ("credentialCreatedAt", "2026-11-01T00:00:00Z"),
                    ("credentialExpiresAt", "2027-11-01T00:00:00Z"),
                    ("workersPlan", "free")
                )
            )
        );
        Assert.Contains(
            "CLOUDFLARE_CREDENTIAL_GENERATION=4\nCLOUDFLARE_CREDENTIAL_CREATED_AT=2026-11-01T00:00:00Z\nCLOUDFLARE_CREDENTIAL_EXPIRES_AT=2027-11-01T00:00:00Z\nCLOUDFLARE_WORKERS_PLAN=free\n",
            _nanoclaw.Env,
            StringComparison.Ordinal
        );

        Assert.Equal(0, await _nanoclaw.RunAsync(FromInput, Outputs(("credentialGeneration", "5"), ("credentialCreatedAt", ""))));
        Assert.Contains("CLOUDFLARE_CREDENTIAL_GENERATION=5", _nanoclaw.Env, StringComparison.Ordinal);
        Assert.DoesNotContain("_AT=", _nanoclaw.Env, StringComparison.Ordinal);
        Assert.DoesNotContain("PLAN", _nanoclaw.Env, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stack_s_models_come_in_their_order_and_go_with_a_stack_that_names_none()
    {
        Assert.Equal(0, await _nanoclaw.RunAsync(FromInput, Outputs(("models", "claude-sonnet-4-5 @cf/meta/a-model"))));
        Assert.Contains("AGENT_MODELS=\"claude-sonnet-4-5 @cf/meta/a-model\"\n", _nanoclaw.Env, StringComparison.Ordinal);
        _nanoclaw.Env += "BUDGET_SAVING_MODEL=@cf/meta/a-model\n";
        Assert.Equal(0, await _nanoclaw.RunAsync(["status"]));

        Assert.Equal(0, await _nanoclaw.RunAsync(FromInput, Outputs()));
        Assert.DoesNotContain("AGENT_MODELS", _nanoclaw.Env, StringComparison.Ordinal);
        Assert.Equal(2, await _nanoclaw.RunAsync(["status"]));
        Assert.Contains(
            "BUDGET_SAVING_MODEL: @cf/meta/a-model cannot be asked for, since the stack's models are not known here.",
            _nanoclaw.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Every_other_line_stays_as_it_was_line_ends_included()
    {
        _nanoclaw.Env = "# mine\r\nFOO = 'bar' # why\r\n\r\nexport CLOUDFLARE_AGENT_TOKEN=old\r\nLAST=1";
        Assert.Equal(0, await _nanoclaw.RunAsync(FromInput, Outputs()));
        Assert.StartsWith($"# mine\r\nFOO = 'bar' # why\r\n\r\nexport CLOUDFLARE_AGENT_TOKEN={Token}\r\nLAST=1\n", _nanoclaw.Env, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_secret_is_shown_neither_the_new_nor_the_old()
    {
        _nanoclaw.Env = "CLOUDFLARE_AGENT_TOKEN=the-old-token\n";
        await _nanoclaw.RunAsync(FromInput, Outputs());
        foreach (var secret in (string[])[Token, AccessSecret, "the-old-token"])
        {
            Assert.DoesNotContain(secret, _nanoclaw.Output + _nanoclaw.Error, StringComparison.Ordinal);
        }

        Assert.Contains("- CLOUDFLARE_AGENT_TOKEN=********", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("+ CLOUDFLARE_AGENT_ENDPOINT=https://agent.example.com", _nanoclaw.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_writes_nothing_and_tells_drift_by_its_exit_code()
    {
        Assert.Equal(1, await _nanoclaw.RunAsync([.. FromInput, "--check"], Outputs()));
        Assert.False(File.Exists(_nanoclaw.EnvFile));
        await _nanoclaw.RunAsync(FromInput, Outputs());
        Assert.Equal(0, await _nanoclaw.RunAsync([.. FromInput, "--check"], Outputs()));
        Assert.Equal(1, await _nanoclaw.RunAsync([.. FromInput, "--check"], Outputs(("agentToken", "another-token"))));
        Assert.Contains(Token, _nanoclaw.Env, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_pull_changes_nothing()
    {
        await _nanoclaw.RunAsync(FromInput, Outputs());
        var before = _nanoclaw.Env;
        Assert.Equal(0, await _nanoclaw.RunAsync(FromInput, Outputs()));
        Assert.Equal("", _nanoclaw.Output);
        Assert.Equal(before, _nanoclaw.Env);
    }

    [Fact]
    public async Task Of_several_lines_with_one_key_the_one_that_holds_is_changed()
    {
        _nanoclaw.Env = "CLOUDFLARE_AGENT_TOKEN=first\nCLOUDFLARE_AGENT_TOKEN=last\n";
        await _nanoclaw.RunAsync(FromInput, Outputs());
        Assert.StartsWith($"CLOUDFLARE_AGENT_TOKEN=first\nCLOUDFLARE_AGENT_TOKEN={Token}\n", _nanoclaw.Env, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("hash #1")]
    [InlineData("quote\" and 'quote'")]
    [InlineData("$HOME\\n")]
    [InlineData("`touch planted` $(touch planted) \\`")]
    public async Task Any_value_reads_back_as_it_was_by_a_shell_too(string value)
    {
        await _nanoclaw.RunAsync(FromInput, Outputs(("agentToken", value)));
        Assert.Equal(value, Agents.DotEnv.Parse(_nanoclaw.Env)["CLOUDFLARE_AGENT_TOKEN"]);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(value, await SourcedAsync("CLOUDFLARE_AGENT_TOKEN"));
            Assert.False(File.Exists(Path.Combine(_nanoclaw.Folder, "planted")));
        }
    }

    [Fact]
    public async Task Trust_in_the_local_authority_goes_when_a_deployed_stack_comes()
    {
        await _nanoclaw.RunAsync(FromInput, Outputs(("agentCaFile", "/some/authority.pem")));
        Assert.Contains($"{CaFileKey}=/some/authority.pem", _nanoclaw.Env, StringComparison.Ordinal);
        await _nanoclaw.RunAsync(FromInput, Outputs());
        Assert.DoesNotContain(CaFileKey, _nanoclaw.Env, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("agentToken", null, "'agentToken' is missing")]
    [InlineData("accessClientSecret", "[secret]", "--show-secrets")]
    [InlineData("agentEndpoint", "http://agent.example.com", "https://host")]
    [InlineData("agentEndpoint", "https://agent.example.com/path", "https://host")]
    [InlineData("agentToken", "two\nlines", "line ends")]
    public async Task Outputs_that_cannot_be_used_are_named_and_nothing_is_written(string output, string? value, string told)
    {
        _nanoclaw.Env = "FOO=1\n";
        Assert.Equal(2, await _nanoclaw.RunAsync(FromInput, Outputs((output, value))));
        Assert.Contains(told, _nanoclaw.Error, StringComparison.Ordinal);
        Assert.Equal("FOO=1\n", _nanoclaw.Env);
    }

    [Theory]
    [InlineData("not json planted-secret")]
    [InlineData("[\"planted-secret\"]")]
    [InlineData("{\"agentToken\": {\"planted-secret\": 1}}")]
    [InlineData("")]
    public async Task What_is_no_outputs_is_refused_without_quoting_it(string text)
    {
        Assert.Equal(2, await _nanoclaw.RunAsync(FromInput, text));
        Assert.DoesNotContain("planted-secret", _nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_file_is_named_by_line_and_kept()
    {
        _nanoclaw.Env = "FOO=1\nthis is no assignment planted-secret\n";
        Assert.Equal(2, await _nanoclaw.RunAsync(FromInput, Outputs()));
        Assert.Contains("line 2", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("planted-secret", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.StartsWith("FOO=1\nthis", _nanoclaw.Env, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Token, "would be refused")]
    [InlineData("cloudflares-own-token", "Keep the line only if it is that")]
    public async Task The_older_name_of_the_token_is_explained_and_left(string value, string told)
    {
        _nanoclaw.Env = $"CLOUDFLARE_API_TOKEN={value}\n";
        Assert.Equal(0, await _nanoclaw.RunAsync(FromInput, Outputs()));
        Assert.Contains("CLOUDFLARE_API_TOKEN", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.Contains(told, _nanoclaw.Error, StringComparison.Ordinal);
        Assert.StartsWith($"CLOUDFLARE_API_TOKEN={value}\n", _nanoclaw.Env, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_that_would_win_over_the_file_is_told()
    {
        _nanoclaw.Environment["CLOUDFLARE_AGENT_ENDPOINT"] = "https://elsewhere.example.com";
        await _nanoclaw.RunAsync(FromInput, Outputs());
        Assert.Contains("CLOUDFLARE_AGENT_ENDPOINT is set to something else in the environment", _nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Appsettings_keep_their_other_members_and_their_order()
    {
        var file = Path.Combine(_nanoclaw.Folder, "appsettings.json");
        await File.WriteAllTextAsync(
            file,
            """{ "Logging": { "LogLevel": { "Default": "Wärning" } }, "CLOUDFLARE_AGENT_TOKEN": "old", "Z": 1 }""",
            TestContext.Current.CancellationToken
        );
        Assert.Equal(0, await _nanoclaw.RunAsync([.. FromInput, "--appsettings", file], Outputs()));
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!.AsObject();
        Assert.Equal(["Logging", "CLOUDFLARE_AGENT_TOKEN", "Z"], settings.Select(p => p.Key).Take(3));
        Assert.Equal(Token, settings["CLOUDFLARE_AGENT_TOKEN"]!.GetValue<string>());
        Assert.Equal("Wärning", settings["Logging"]!["LogLevel"]!["Default"]!.GetValue<string>());
        AssertOwnerOnly(file);
    }

    [Theory]
    [InlineData()]
    [InlineData("--stack", "dev", "--from", "x.json")]
    [InlineData("--local", "--from", "x.json")]
    [InlineData("--local", "--env-file", "a", "--appsettings", "b")]
    public async Task One_source_and_one_target_are_needed(params string[] args)
    {
        Assert.Equal(2, await _nanoclaw.RunAsync(["config", "pull", .. args]));
        Assert.Contains("Name one", _nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_local_cloud_the_way_to_one_is_told()
    {
        Assert.Equal(2, await _nanoclaw.RunAsync(["config", "pull", "--local"]));
        Assert.Contains("nanoclaw dev", _nanoclaw.Error, StringComparison.Ordinal);
    }

    private static string Outputs(params (string Name, string? Value)[] changed)
    {
        var outputs = new JsonObject
        {
            ["agentEndpoint"] = "https://agent.example.com",
            ["agentToken"] = Token,
            ["accessClientId"] = "abc.access",
            ["accessClientSecret"] = AccessSecret,
            ["requestTimeoutMs"] = 120000,
            ["environment"] = "dev",
            ["coveredHostnames"] = new JsonArray("agent.example.com"),
        };
        foreach (var (name, value) in changed)
        {
            outputs[name] = value;
        }

        return outputs.ToJsonString();
    }

    private static void AssertOwnerOnly(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    private async Task<string> SourcedAsync(string key)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", $". ./.env && printf %s \"${key}\""])
        {
            WorkingDirectory = _nanoclaw.Folder,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var shell = Process.Start(start)!;
        var text = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        return text;
    }
}
