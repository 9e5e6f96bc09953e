using NanoClaw.Infra;
using Pulumi;

namespace NanoClaw.Samples.OwnProgram;

/// <summary>An agent beside whatever else this program declares.</summary>
public static class Agents
{
    public static IDictionary<string, object?> Declare()
    {
        var config = new Config();
        var agent = new CloudflareAgent(
            "agent",
            new()
            {
                AccountId = config.Require("accountId"),
                ZoneId = config.Require("zoneId"),
                Zone = config.Require("zone"),
                Hostname = config.Require("hostname"),
                AccessTeamDomain = config.Require("accessTeamDomain"),
                ModelName = "claude-sonnet-5",
                ModelApiKey = config.Require("modelApiKey"),
            }
        );
        return agent.Outputs.ToDictionary();
    }
}
