using System.Globalization;
using NanoClaw.Agents;
using NanoClaw.Deployment.Rotation;
using NanoClaw.Home.Configuration;
using NanoClaw.Home.Keys;
using NanoClaw.LocalCloud;

namespace NanoClaw.Cli.Rotating;

/// <summary>
/// The assistant's <c>.env</c>, as <c>config pull</c> writes it. One that is not there, or names no agent, is not made here: whoever
/// rotates need not be where the assistant runs.
/// </summary>
internal sealed class EnvFileHolder(string file) : ICredentialHolder
{
    public string Name => Path.GetFileName(file);

    public HolderState Look(DeployedCredentials deployed)
    {
        var document = Read();
        if (document.ValueOf(AgentConfigurationKeys.Endpoint) is not { Length: > 0 } endpoint)
        {
            return HolderState.None;
        }

        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.Authority != deployed.Endpoint.Authority)
        {
            return HolderState.Another;
        }

        var (now, then) = (CredentialsIn(document), deployed.Credentials);
        return now == then ? HolderState.Current : HolderState.Behind;
    }

    public HeldCredentials? Held()
    {
        var document = Read();
        return document.ValueOf(AgentConfigurationKeys.Token) is { Length: > 0 }
            ? new(
                int.TryParse(document.ValueOf(AssistantKeys.CredentialGeneration), NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
                    ? generation
                    : null,
                CredentialsIn(document)
            )
            : null;
    }

    public void Take(DeployedCredentials deployed)
    {
        var document = Read();
        ConfigurationChange.Apply(document, StackOutputs.Parse(deployed.Outputs, "The stack").Settings);
        PrivateFile.Write(file, document.Text);
    }

    private DotEnvDocument Read() => DotEnvDocument.Parse(File.Exists(file) ? File.ReadAllText(file) : "", file);

    private static AgentCredentials CredentialsIn(DotEnvDocument document) =>
        new()
        {
            Token = document.ValueOf(AgentConfigurationKeys.Token) ?? "",
            AccessClientId = document.ValueOf(AgentConfigurationKeys.AccessClientId),
            AccessClientSecret = document.ValueOf(AgentConfigurationKeys.AccessClientSecret),
        };
}
