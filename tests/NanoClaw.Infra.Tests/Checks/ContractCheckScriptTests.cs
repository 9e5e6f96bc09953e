using System.Diagnostics;
using NanoClaw.Infra.Tests.Evaluation;

namespace NanoClaw.Infra.Tests.Checks;

/// <summary>The script that ends an update, run as the Command provider runs it, against an agent on this machine.</summary>
[Trait("Starts", "a process")]
public sealed class ContractCheckScriptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("contract-check").FullName;

    [Fact]
    public async Task A_deployment_that_keeps_the_contract_passes()
    {
        var (exitCode, text) = await RunAsync(Fault.None);

        Assert.True(exitCode == 0, text);
        Assert.Contains("contract check passed", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Fault.Unhealthy, "503 instead of 200")]
    [InlineData(Fault.HealthUnguarded, "Access does not guard the hostname")]
    [InlineData(Fault.RunUnguarded, "without credentials is answered with 400")]
    [InlineData(Fault.AnyBearerAccepted, "wrong bearer token is answered with 400")]
    [InlineData(Fault.CredentialsRefused, "the credentials are not accepted: 401")]
    public async Task A_deployment_that_does_not_fails_with_the_reason(Fault fault, string reason)
    {
        var (exitCode, text) = await RunAsync(fault);

        Assert.Equal(1, exitCode);
        Assert.Contains(reason, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_secret_is_an_argument_of_a_process_or_part_of_what_is_printed()
    {
        // A curl that notes its arguments and hands them on.
        var arguments = Path.Combine(_folder, "arguments");
        var wrapper = Path.Combine(_folder, "curl");
        await File.WriteAllTextAsync(wrapper, $"#!/bin/sh\nprintf '%s\\n' \"$*\" >> '{arguments}'\nPATH=\"$OLD_PATH\" exec curl \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(wrapper, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var (exitCode, text) = await RunAsync(
            Fault.None,
            start =>
            {
                start.Environment["OLD_PATH"] = start.Environment["PATH"];
                start.Environment["PATH"] = $"{_folder}:{start.Environment["PATH"]}";
            }
        );

        var noted = await File.ReadAllTextAsync(arguments);
        Assert.Equal(0, exitCode);
        Assert.Contains("/v1/agent/run", noted, StringComparison.Ordinal);
        Assert.All(
            [FakeAgent.Token, FakeAgent.ClientId, FakeAgent.ClientSecret],
            secret => Assert.DoesNotContain(secret, noted + text, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("AGENT_ENDPOINT")]
    [InlineData("AGENT_TOKEN")]
    [InlineData("ACCESS_CLIENT_ID")]
    [InlineData("ACCESS_CLIENT_SECRET")]
    public async Task What_is_not_given_is_named(string variable)
    {
        var (exitCode, text) = await RunAsync(Fault.None, start => start.Environment.Remove(variable));

        Assert.NotEqual(0, exitCode);
        Assert.Contains(variable, text, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(int ExitCode, string Text)> RunAsync(Fault fault, Action<ProcessStartInfo>? change = null)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The check needs sh and curl.");
        await using var agent = await FakeAgent.StartAsync(fault);
        var certificate = Path.Combine(_folder, "ca.pem");
        await File.WriteAllTextAsync(certificate, agent.CertificatePem);

        var start = new ProcessStartInfo("/bin/sh")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(await File.ReadAllTextAsync(Repository.PathTo("infra/Checks/contract-check.sh")));
        foreach (
            var (name, value) in new Dictionary<string, string>
            {
                ["AGENT_ENDPOINT"] = agent.Endpoint,
                ["AGENT_TOKEN"] = FakeAgent.Token,
                ["ACCESS_CLIENT_ID"] = FakeAgent.ClientId,
                ["ACCESS_CLIENT_SECRET"] = FakeAgent.ClientSecret,
                ["CONTRACT_CHECK_WAIT"] = "0",
                ["CURL_CA_BUNDLE"] = certificate,
                ["NO_PROXY"] = "localhost",
                ["no_proxy"] = "localhost",
            }
        )
        {
            start.Environment[name] = value;
        }

        change?.Invoke(start);
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }
}
