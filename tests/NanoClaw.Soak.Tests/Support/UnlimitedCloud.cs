using NanoClaw.Agents;
using NanoClaw.LocalCloud;

namespace NanoClaw.Soak.Tests.Support;

/// <summary>The stack <c>local</c> with a model of the tests behind it, and no limit that the number of its runs could meet.</summary>
internal static class UnlimitedCloud
{
    public static LocalCloudOptions OptionsOf(string folder, string modelAddress) =>
        new()
        {
            ProjectFolder = folder,
            Model = ModelChoice.FromEnvironment(variable =>
                variable switch
                {
                    "ANTHROPIC_API_KEY" => "unused",
                    "ANTHROPIC_BASE_URL" => modelAddress,
                    _ => null,
                }
            ),
            Overrides = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["edgeRateLimit"] = "1000000",
                ["tokenRateLimit"] = "100000",
                ["ipRateLimit"] = "100000",
                ["runsPerDay"] = "1000000",
                ["runsPerMonth"] = "1000000",
            },
            Port = 0,
        };

    /// <summary>Where the cloud's own authority stands, which a client has to trust.</summary>
    public static string CaFileOf(RunningCloud running) => Path.Combine(running.State.CertificateFolder, "authority.pem");

    public static AgentCredentials CredentialsOf(EvaluatedStack stack) =>
        new()
        {
            Token = stack.Output("agentToken")!,
            AccessClientId = stack.Output("accessClientId")!,
            AccessClientSecret = stack.Output("accessClientSecret")!,
        };
}
