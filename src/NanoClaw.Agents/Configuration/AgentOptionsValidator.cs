using Microsoft.Extensions.Options;

namespace NanoClaw.Agents;

/// <summary>Tells all that is wrong with the configuration at once, each time by the exact key, credentials included.</summary>
internal sealed class AgentOptionsValidator(IAgentCredentialSource credentials) : IValidateOptions<AgentOptions>
{
    public ValidateOptionsResult Validate(string? name, AgentOptions options)
    {
        var mistakes = new List<string>(options.Unreadable);
        switch (options.Runtime)
        {
            case CloudflareAgentRuntime.Name:
                mistakes.AddRange(CloudflareOptionsRules.Mistakes(options.Cloudflare));
                mistakes.AddRange(CredentialMistakes(options.Cloudflare.Endpoint));
                break;
            case ContainerAgentRuntime.Name:
                mistakes.AddRange(ContainerOptionsRules.Mistakes(options.Container));
                break;
            default:
                mistakes.Add($"{AgentConfigurationKeys.Runtime} must be '{CloudflareAgentRuntime.Name}' or '{ContainerAgentRuntime.Name}'.");
                break;
        }

        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private IReadOnlyList<string> CredentialMistakes(Uri? endpoint)
    {
        // Another source may have to ask someone first; its credentials are checked at each call.
        if (credentials is not ConfigurationCredentialSource source)
        {
            return [];
        }

        var now = source.GetAsync(reread: false, CancellationToken.None);
        return now.IsCompletedSuccessfully ? now.Result.Mistakes(endpoint) : [];
    }
}
