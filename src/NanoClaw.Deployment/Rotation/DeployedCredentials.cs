using System.Globalization;
using System.Text.Json;
using NanoClaw.Agents;

namespace NanoClaw.Deployment.Rotation;

/// <summary>What a stack's outputs say of its credentials. The text form shows none of them.</summary>
public sealed record DeployedCredentials
{
    /// <summary>The outputs as they were printed, secrets in plain text: for who writes them into a configuration.</summary>
    public required string Outputs { get; init; }

    /// <summary>Where the agent answers.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The generation that clients are given.</summary>
    public required int Generation { get; init; }

    /// <summary>When it was made; null where the stack does not tell.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When its service token ends by itself; null likewise.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The credentials.</summary>
    public required AgentCredentials Credentials { get; init; }

    /// <summary>A certificate to trust beside the machine's: only the local cloud has one.</summary>
    public string? CaFile { get; init; }

    /// <summary>Reads a stack's outputs.</summary>
    /// <exception cref="DeploymentException">The stack is not deployed, or by a program too old to tell its generation.</exception>
    public static DeployedCredentials Parse(string json, string stack)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var outputs = document.RootElement;
            if (Text(outputs, "agentEndpoint") is not { } address || !Uri.TryCreate(address, UriKind.Absolute, out var endpoint))
            {
                throw new DeploymentException(
                    $"The stack '{stack}' is not deployed: there is nothing to rotate. Deploy it first: pulumi up --stack {stack}",
                    DeploymentFailure.Usage
                );
            }

            if (
                Text(outputs, "credentialGeneration") is not { } told
                || !int.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            )
            {
                throw new DeploymentException(
                    $"The stack '{stack}' was deployed by a program that does not tell its generation of credentials. Bring it up to date first: pulumi up --stack {stack}",
                    DeploymentFailure.Usage
                );
            }

            return new()
            {
                Outputs = json,
                Endpoint = endpoint,
                Generation = generation,
                CreatedAt = Time(Text(outputs, "credentialCreatedAt")),
                ExpiresAt = Time(Text(outputs, "credentialExpiresAt")),
                Credentials = new()
                {
                    Token = Text(outputs, "agentToken") ?? "",
                    AccessClientId = Text(outputs, "accessClientId"),
                    AccessClientSecret = Text(outputs, "accessClientSecret"),
                },
                CaFile = Text(outputs, "agentCaFile"),
            };
        }
        catch (JsonException)
        {
            // The parser's own message could quote the text, which holds secrets.
            throw new DeploymentException(
                $"What pulumi printed for the stack '{stack}' is not a stack's outputs. Look at it with 'pulumi stack output --stack {stack}'."
            );
        }
    }

    /// <summary>The name of the type, and nothing of what it holds.</summary>
    public override string ToString() => nameof(DeployedCredentials);

    private static string? Text(JsonElement outputs, string name) =>
        outputs.ValueKind == JsonValueKind.Object && outputs.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            }
                is { Length: > 0 } text
                ? text
                : null
            : null;

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
