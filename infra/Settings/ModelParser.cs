namespace NanoClaw.Infra.Settings;

/// <summary>Reads which model answers, and where it is called.</summary>
internal static class ModelParser
{
    /// <summary>As the Worker knows them: src/moltworker/src/model/dialect.ts.</summary>
    internal static readonly string[] ChatDialects = ["plain", "hosted", "openai", "mistral", "gemini", "deepseek"];

    /// <summary>Likewise, for what speaks Anthropic's form.</summary>
    internal static readonly string[] MessagesDialects = ["claude", "claude-plain", "claude-bare"];

    private static readonly (string Name, string Value)[] Dialects = [.. ChatDialects.Concat(MessagesDialects).Prepend("auto").Select(name => (name, name))];

    public static ModelSettings Read(SettingsReader reader, string environment)
    {
        var provider = reader.Choice(SettingKeys.ModelProvider, "anthropic", ("anthropic", "anthropic"), ("openai", "openai"), ("workers-ai", "workers-ai"), ("demo", "demo"));
        var name = reader.Text(SettingKeys.ModelName);
        var baseUrl = reader.Text(SettingKeys.ModelBaseUrl);
        var dialect = reader.Choice(SettingKeys.ModelDialect, "auto", Dialects);
        var apiKey = reader.Text(SettingKeys.ModelApiKey);

        if (provider == "demo" && environment == SettingsParser.ProductionName)
        {
            reader.Refuse(SettingKeys.ModelProvider, "the demo model only repeats what it is told, and this is production", "Choose anthropic, openai or workers-ai");
        }

        if (provider != "demo" && name is null)
        {
            reader.Refuse(SettingKeys.ModelName, $"it is missing, and {provider} needs one", $"Name the model with 'pulumi config set {SettingKeys.ModelName} <model>'");
        }

        var needsKey = provider is "anthropic" or "openai";
        if (needsKey && apiKey is null or "none")
        {
            reader.Refuse(SettingKeys.ModelApiKey, $"the secret is missing, and {provider} needs one", $"Set it with 'pulumi config set --secret {SettingKeys.ModelApiKey}'");
        }

        var gateway = reader.Flag(SettingKeys.AiGateway);
        if (gateway && !needsKey)
        {
            reader.Refuse(SettingKeys.AiGateway, $"the Worker calls a gateway for anthropic and openai only, and {SettingKeys.ModelProvider} is {provider}", "Set it to false");
        }
        else if (gateway && baseUrl is not null)
        {
            reader.Refuse(SettingKeys.ModelBaseUrl, $"the model cannot be called there and through the gateway ({SettingKeys.AiGateway})", $"Remove one: 'pulumi config rm {SettingKeys.ModelBaseUrl}', or set {SettingKeys.AiGateway} to false");
        }

        var gatewayToken = reader.Text(SettingKeys.AiGatewayToken);
        if (gateway && needsKey && gatewayToken is null)
        {
            reader.Refuse(SettingKeys.AiGatewayToken, "the secret is missing, and the gateway lets nobody in without it", $"Make an API token with the permission AI Gateway: Run, and set it with 'pulumi config set --secret {SettingKeys.AiGatewayToken}'");
        }

        if (gatewayToken is not null && gatewayToken.Any(c => c is <= ' ' or > '~'))
        {
            reader.Refuse(SettingKeys.AiGatewayToken, "it has characters that no token has", $"Set it again, the token alone, with 'pulumi config set --secret {SettingKeys.AiGatewayToken}'");
        }

        if (baseUrl is null && provider == "openai" && !gateway)
        {
            reader.Refuse(SettingKeys.ModelBaseUrl, "it is missing, and openai names an API, not a place", "Set it to https://api.openai.com/v1, or to another endpoint of the same API");
        }
        else if (baseUrl is not null && (!Uri.TryCreate(baseUrl, UriKind.Absolute, out var uri) || !IsSafeEndpoint(uri)))
        {
            reader.Refuse(SettingKeys.ModelBaseUrl, "it must be an https address without user, query or fragment (http only on this machine)", "Write it as in https://api.anthropic.com");
        }

        return new()
        {
            Provider = provider,
            Name = name,
            BaseUrl = baseUrl,
            // One of another form was always taken, and meant nothing.
            Dialect = DialectsOf(provider).Contains(dialect, StringComparer.Ordinal) ? dialect : "auto",
            ApiKey = needsKey && apiKey is not null ? new SecretText(apiKey) : null,
            GatewayToken = gateway && gatewayToken is not null ? new SecretText(gatewayToken) : null,
            IsThroughGateway = gateway,
        };
    }

    internal static IReadOnlyList<string> DialectsOf(string provider) => provider switch
    {
        "openai" => ChatDialects,
        "anthropic" => MessagesDialects,
        _ => [],
    };

    internal static bool IsSafeEndpoint(Uri uri) =>
        (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0;
}
