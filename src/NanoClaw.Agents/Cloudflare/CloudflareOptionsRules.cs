using Microsoft.Extensions.Options;

namespace NanoClaw.Agents;

[OptionsValidator]
internal sealed partial class CloudflareOptionsAnnotations : IValidateOptions<CloudflareAgentOptions>;

/// <summary>All that can be wrong with the options of the Cloudflare runtime: by attributes, and across fields.</summary>
internal static class CloudflareOptionsRules
{
    private static readonly CloudflareOptionsAnnotations Annotations = new();

    public static IEnumerable<string> Mistakes(CloudflareAgentOptions options)
    {
        foreach (var failure in Annotations.Validate(name: null, options).Failures ?? [])
        {
            yield return failure[(failure.IndexOf(": ", StringComparison.Ordinal) + 2)..];
        }

        if (options.Endpoint is { } endpoint && EndpointMistake(endpoint) is { } mistake)
        {
            yield return $"{AgentConfigurationKeys.Endpoint} {mistake} It must be https://host or https://host:port, as the stack's output agentEndpoint is.";
        }

        if (options.CaFile is { } caFile && AdditionalTrustAnchor.Mistake(caFile) is { } caMistake)
        {
            yield return caMistake;
        }

        if (options.TotalTimeout < options.RequestTimeout)
        {
            yield return $"{AgentConfigurationKeys.TotalTimeout} ({options.TotalTimeout.TotalMilliseconds:0}) must not be less than {AgentConfigurationKeys.RequestTimeout} ({options.RequestTimeout.TotalMilliseconds:0}).";
        }

        if (options.MaxResponseBytes < options.MaxEventBytes)
        {
            yield return $"{nameof(options.MaxResponseBytes)} must not be less than {nameof(options.MaxEventBytes)}.";
        }
    }

    private static string? EndpointMistake(Uri endpoint)
    {
        if (!endpoint.IsAbsoluteUri)
        {
            return "is not an address.";
        }

        if (endpoint.Scheme != Uri.UriSchemeHttps)
        {
            return "does not begin with https://.";
        }

        if (endpoint.UserInfo.Length > 0)
        {
            return "holds a user name or password.";
        }

        return endpoint.PathAndQuery != "/" || endpoint.Fragment.Length > 0 ? "has something after the host." : null;
    }
}
