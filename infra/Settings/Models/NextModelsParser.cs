namespace NanoClaw.Infra.Settings.Models;

/// <summary>Reads the models that are asked where those before them do not answer: one a line, and the key of each as a secret of its own.</summary>
internal static class NextModelsParser
{
    private const string Example = "Write provider, name and, where needed, address and dialect, as in: openai gpt-5-mini https://api.openai.com/v1";

    public static IReadOnlyList<ModelSettings> Read(SettingsReader reader, ModelSettings first)
    {
        var lines = reader.List(SettingKeys.NextModels);
        List<ModelSettings> models = [];
        foreach (var (line, key) in lines.Zip(NextModelKeys.All))
        {
            if (ReadOne(reader, line, key, [first, .. models]) is { } model)
            {
                models.Add(model);
            }
        }

        if (lines.Count > NextModelKeys.All.Count)
        {
            reader.Refuse(
                SettingKeys.NextModels,
                $"it has {lines.Count} models, and there may be {NextModelKeys.All.Count} beside the first",
                "Remove the last ones"
            );
        }

        foreach (var key in NextModelKeys.All.Skip(lines.Count).Where(key => reader.Text(key) is not null))
        {
            reader.Refuse(key, $"it is the key of model {key[^1]}, and there is none in {SettingKeys.NextModels}", $"Remove it with 'pulumi config rm {key}'");
        }

        if (lines.Count > 0 && first.Provider == Providers.Demo)
        {
            reader.Refuse(
                SettingKeys.NextModels,
                "the demo model always answers, so that no other is ever asked",
                $"Remove it, or choose another {SettingKeys.ModelProvider}"
            );
        }

        return models;
    }

    private static ModelSettings? ReadOne(SettingsReader reader, string line, string key, IReadOnlyList<ModelSettings> before)
    {
        if (line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not [var provider, var name, .. { Length: <= 2 } more])
        {
            reader.Refuse(SettingKeys.NextModels, $"'{line}' is no model", Example);
            return null;
        }

        if (provider == Providers.Demo || !Providers.All.Contains(provider, StringComparer.Ordinal))
        {
            reader.Refuse(SettingKeys.NextModels, $"'{line}' begins with no provider", "Choose anthropic, openai or workers-ai");
            return null;
        }

        if (name.Length > 200 || name.Any(c => c is <= ' ' or > '~'))
        {
            reader.Refuse(SettingKeys.NextModels, $"'{line}' has a name that is longer than 200 characters or has others than visible ASCII ones", Example);
        }

        var baseUrl = Array.Find(more, word => word.Contains("://", StringComparison.Ordinal));
        var dialect = Array.Find(more, word => word != baseUrl) ?? Dialects.Auto;
        if (more.Length == 2 && (baseUrl is null || dialect == Dialects.Auto))
        {
            reader.Refuse(SettingKeys.NextModels, $"'{line}' has two words for one thing", Example);
        }

        var first = before[0];
        var isThroughGateway = first.IsThroughGateway && baseUrl is null && provider != "workers-ai";
        CheckPlace(reader, line, provider, baseUrl, dialect, isThroughGateway);
        if (before.Any(it => it.Provider == provider && it.Name == name && it.BaseUrl == baseUrl))
        {
            reader.Refuse(SettingKeys.NextModels, $"'{line}' stands there twice", "Name each model once at one place");
        }

        // A second model of the same account needs no second key.
        var ownKey = reader.Text(key) is { } text and not "none" ? new SecretText(text) : null;
        var apiKey = ownKey ?? before.LastOrDefault(it => it.Provider == provider && it.BaseUrl == baseUrl && it.IsThroughGateway == isThroughGateway)?.ApiKey;
        if (apiKey is null && provider != "workers-ai")
        {
            reader.Refuse(key, $"the secret is missing, and '{line}' needs one", $"Set it with 'pulumi config set --secret {key}'");
        }

        return new()
        {
            Provider = provider,
            Name = name,
            BaseUrl = baseUrl,
            Dialect = dialect,
            ApiKey = provider == "workers-ai" ? null : apiKey,
            GatewayToken = isThroughGateway ? first.GatewayToken : null,
            IsThroughGateway = isThroughGateway,
        };
    }

    private static void CheckPlace(SettingsReader reader, string line, string provider, string? baseUrl, string dialect, bool isThroughGateway)
    {
        var dialects = Dialects.Of(provider);
        if (dialect != Dialects.Auto && !dialects.Contains(dialect, StringComparer.Ordinal))
        {
            reader.Refuse(
                SettingKeys.NextModels,
                $"'{line}' has a dialect that {provider} does not have",
                dialects.Count == 0 ? "Remove it" : $"Choose {string.Join(", ", dialects)}, or leave it out"
            );
        }

        if (provider == "workers-ai" && baseUrl is not null)
        {
            reader.Refuse(SettingKeys.NextModels, $"'{line}' has an address, and Workers AI is reached without one", "Remove it");
        }
        else if (provider == "openai" && baseUrl is null && !isThroughGateway)
        {
            reader.Refuse(SettingKeys.NextModels, $"'{line}' has no address, and openai names an API, not a place", Example);
        }
        else if (baseUrl is not null && !ModelEndpoint.IsSafe(baseUrl))
        {
            reader.Refuse(
                SettingKeys.NextModels,
                $"'{line}' has an address that is not https without user, query or fragment (http only on this machine)",
                Example
            );
        }
    }
}
