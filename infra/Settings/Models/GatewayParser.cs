namespace NanoClaw.Infra.Settings.Models;

/// <summary>Reads whether the first model is asked through an AI Gateway, and what opens it.</summary>
internal static class GatewayParser
{
    /// <returns>Whether it is, and the gateway's token where it is.</returns>
    public static (bool IsUsed, SecretText? Token) Read(SettingsReader reader, string provider, string? baseUrl)
    {
        var isUsed = reader.Flag(SettingKeys.AiGateway);
        var needsKey = Providers.NeedsKey(provider);
        if (isUsed && !needsKey)
        {
            reader.Refuse(
                SettingKeys.AiGateway,
                $"the Worker calls a gateway for anthropic and openai only, and {SettingKeys.ModelProvider} is {provider}",
                "Set it to false"
            );
        }
        else if (isUsed && baseUrl is not null)
        {
            reader.Refuse(
                SettingKeys.ModelBaseUrl,
                $"the model cannot be called there and through the gateway ({SettingKeys.AiGateway})",
                $"Remove one: 'pulumi config rm {SettingKeys.ModelBaseUrl}', or set {SettingKeys.AiGateway} to false"
            );
        }

        var token = reader.Text(SettingKeys.AiGatewayToken);
        if (isUsed && needsKey && token is null)
        {
            reader.Refuse(
                SettingKeys.AiGatewayToken,
                "the secret is missing, and the gateway lets nobody in without it",
                $"Make an API token with the permission AI Gateway: Run, and set it with 'pulumi config set --secret {SettingKeys.AiGatewayToken}'"
            );
        }

        if (token is not null && token.Any(c => c is <= ' ' or > '~'))
        {
            reader.Refuse(
                SettingKeys.AiGatewayToken,
                "it has characters that no token has",
                $"Set it again, the token alone, with 'pulumi config set --secret {SettingKeys.AiGatewayToken}'"
            );
        }

        return (isUsed, isUsed && token is not null ? new SecretText(token) : null);
    }
}
