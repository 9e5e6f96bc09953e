using System.Text.Json;

namespace NanoClaw.Home.Configuration;

/// <summary>A stack's outputs, in the shape of <c>pulumi stack output --json --show-secrets</c>. Its text form shows none of them.</summary>
public sealed class StackOutputs
{
    private const string Hidden = "[secret]";

    private readonly Dictionary<string, string> _values;

    private StackOutputs(Dictionary<string, string> values) => _values = values;

    /// <summary>The Worker and the account it is in; null where the stack does not say.</summary>
    public (string AccountId, string Name)? Worker { get; private init; }

    /// <summary>The settings of the process, by key; null takes the key away.</summary>
    public IReadOnlyDictionary<string, string?> Settings =>
        AgentSetting.All.ToDictionary(s => s.Key, s => _values.GetValueOrDefault(s.Output), StringComparer.Ordinal);

    /// <summary>Reads and checks the outputs that the process needs.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">Where it comes from, for an error.</param>
    /// <exception cref="CliException">It is not JSON, or outputs are missing, hidden or malformed; all are named, no value is.</exception>
    public static StackOutputs Parse(string json, string source)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var mistakes = new List<string>();
        foreach (var setting in AgentSetting.All)
        {
            var value = Find(json, source, setting.Output);
            switch (value)
            {
                case null or "":
                    if (setting.IsRequired)
                    {
                        mistakes.Add($"output '{setting.Output}' is missing");
                    }

                    break;
                case Hidden:
                    mistakes.Add($"output '{setting.Output}' is hidden: take the outputs with 'pulumi stack output --json --show-secrets'");
                    break;
                case var text when text.Any(char.IsControl):
                    mistakes.Add($"output '{setting.Output}' has control characters or line ends");
                    break;
                default:
                    found[setting.Output] = value;
                    break;
            }
        }

        if (
            found.TryGetValue("agentEndpoint", out var endpoint)
            && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri is { Scheme: "https", PathAndQuery: "/", UserInfo: "" })
        )
        {
            mistakes.Add("output 'agentEndpoint' is not an address of the form https://host or https://host:port");
        }

        return mistakes.Count == 0
            ? new StackOutputs(found)
            {
                Worker =
                    Find(json, source, "accountId") is { Length: > 0 } account && Find(json, source, "workerName") is { Length: > 0 } name
                        ? (account, name)
                        : null,
            }
            : throw new CliException(
                $"{source} cannot be used:\n  {string.Join("\n  ", mistakes)}\nBring the stack up to date (pulumi up), and pull again.",
                ExitCode.Usage
            );
    }

    public override string ToString() => nameof(StackOutputs);

    private static string? Find(string json, string source, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw NotOutputs(source);
            }

            return document.RootElement.TryGetProperty(name, out var value)
                ? value.ValueKind switch
                {
                    JsonValueKind.String => value.GetString(),
                    JsonValueKind.Number => value.GetRawText(),
                    JsonValueKind.Null => null,
                    _ => throw NotOutputs(source),
                }
                : null;
        }
        catch (JsonException)
        {
            throw NotOutputs(source);
        }
    }

    // The parser's own message could quote the text, which holds secrets.
    private static CliException NotOutputs(string source) =>
        new($"{source} is not a stack's outputs: expected one JSON object, as 'pulumi stack output --json --show-secrets' prints it.", ExitCode.Usage);
}
