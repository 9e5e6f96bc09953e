using System.Text.Json;
using System.Text.RegularExpressions;
using NanoClaw.Agents;

namespace NanoClaw.Deployment.Rotation;

/// <summary>
/// The generations of credentials in a stack's state. Those that an update is about to end are taken from there before it, and kept
/// in memory alone, so that it can be shown afterwards that nobody takes them any more.
/// </summary>
internal static partial class RetiredCredentials
{
    private const string BytesType = "random:index/randomBytes:RandomBytes";
    private const string ServiceType = "cloudflare:index/zeroTrustAccessServiceToken:ZeroTrustAccessServiceToken";

    /// <param name="export">What <c>pulumi stack export --show-secrets</c> prints.</param>
    /// <returns>The credentials by generation; empty where the state does not have them in this form.</returns>
    public static IReadOnlyDictionary<int, AgentCredentials> Read(string export)
    {
        var found = new Dictionary<int, AgentCredentials>();
        try
        {
            using var document = JsonDocument.Parse(export);
            if (!document.RootElement.TryGetProperty("deployment", out var deployment) || !deployment.TryGetProperty("resources", out var resources))
            {
                return found;
            }

            var all = resources.EnumerateArray().Select(Of).OfType<(int Generation, string Type, JsonElement Outputs)>().ToArray();
            foreach (var (generation, _, bytes) in all.Where(r => r.Type == BytesType))
            {
                var service = all.FirstOrDefault(r => r.Type == ServiceType && r.Generation == generation).Outputs;
                if (Text(bytes, "hex") is { } token && Text(service, "clientId") is { } id && Text(service, "clientSecret") is { } secret)
                {
                    found[generation] = new()
                    {
                        Token = token,
                        AccessClientId = id,
                        AccessClientSecret = secret,
                    };
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Another form than the one that is known: then there is nothing to try, and the report says so.
            found.Clear();
        }

        return found;
    }

    private static (int Generation, string Type, JsonElement Outputs)? Of(JsonElement resource) =>
        resource.TryGetProperty("urn", out var urn)
        && GenerationOf().Match(urn.GetString() ?? "") is { Success: true } match
        && resource.TryGetProperty("type", out var type)
        && resource.TryGetProperty("outputs", out var outputs)
            ? (int.Parse(match.Groups["generation"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture), type.GetString() ?? "", outputs)
            : null;

    // A secret in a state is an object with its value as JSON text.
    private static string? Text(JsonElement outputs, string name)
    {
        if (outputs.ValueKind != JsonValueKind.Object || !outputs.TryGetProperty(name, out var value))
        {
            return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Object when value.TryGetProperty("plaintext", out var plain) => JsonDocument.Parse(plain.GetString()!).RootElement.GetString(),
            _ => null,
        };
    }

    [GeneratedRegex(@"::(token|service)-v(?<generation>[1-9][0-9]{0,8})\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GenerationOf();
}
