namespace NanoClaw.Infra.Settings.Models;

/// <summary>Reads which model answers, and where it is called.</summary>
internal static class ModelParser
{
    public static ModelSettings Read(SettingsReader reader, string environment)
    {
        var provider = ReadProvider(reader, environment);
        var name = ReadName(reader, provider);
        var dialect = reader.Choice(SettingKeys.ModelDialect, Dialects.Auto, [.. Dialects.All.Select(it => (it, it))]);
        var apiKey = ReadApiKey(reader, provider);
        var baseUrl = reader.Text(SettingKeys.ModelBaseUrl);
        var gateway = GatewayParser.Read(reader, provider, baseUrl);
        CheckPlace(reader, provider, baseUrl, gateway.IsUsed);

        return new()
        {
            Provider = provider,
            Name = name,
            BaseUrl = baseUrl,
            // One of another form was always taken, and meant nothing.
            Dialect = Dialects.Of(provider).Contains(dialect, StringComparer.Ordinal) ? dialect : Dialects.Auto,
            ApiKey = apiKey,
            GatewayToken = gateway.Token,
            IsThroughGateway = gateway.IsUsed,
        };
    }

    private static string ReadProvider(SettingsReader reader, string environment)
    {
        var provider = reader.Choice(SettingKeys.ModelProvider, "anthropic", [.. Providers.All.Select(it => (it, it))]);
        if (provider == Providers.Demo && environment == SettingsParser.ProductionName)
        {
            reader.Refuse(
                SettingKeys.ModelProvider,
                "the demo model only repeats what it is told, and this is production",
                "Choose anthropic, openai or workers-ai"
            );
        }

        return provider;
    }

    private static string? ReadName(SettingsReader reader, string provider)
    {
        var name = reader.Text(SettingKeys.ModelName);
        if (provider != Providers.Demo && name is null)
        {
            reader.Refuse(
                SettingKeys.ModelName,
                $"it is missing, and {provider} needs one",
                $"Name the model with 'pulumi config set {SettingKeys.ModelName} <model>'"
            );
        }

        return name;
    }

    private static SecretText? ReadApiKey(SettingsReader reader, string provider)
    {
        var apiKey = reader.Text(SettingKeys.ModelApiKey);
        if (!Providers.NeedsKey(provider))
        {
            return null;
        }

        if (apiKey is null or "none")
        {
            reader.Refuse(
                SettingKeys.ModelApiKey,
                $"the secret is missing, and {provider} needs one",
                $"Set it with 'pulumi config set --secret {SettingKeys.ModelApiKey}'"
            );
        }

        return apiKey is null ? null : new SecretText(apiKey);
    }

    private static void CheckPlace(SettingsReader reader, string provider, string? baseUrl, bool isThroughGateway)
    {
        if (baseUrl is null && provider == "openai" && !isThroughGateway)
        {
            reader.Refuse(
                SettingKeys.ModelBaseUrl,
                "it is missing, and openai names an API, not a place",
                "Set it to https://api.openai.com/v1, or to another endpoint of the same API"
            );
        }
        else if (baseUrl is not null && !ModelEndpoint.IsSafe(baseUrl))
        {
            reader.Refuse(
                SettingKeys.ModelBaseUrl,
                "it must be an https address without user, query or fragment (http only on this machine)",
                "Write it as in https://api.anthropic.com"
            );
        }
    }
}
