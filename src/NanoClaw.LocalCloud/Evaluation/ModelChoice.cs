using NanoClaw.Infra.Settings;

namespace NanoClaw.LocalCloud;

/// <summary>The model that this machine's environment offers. Its text form does not show the key.</summary>
public sealed record ModelChoice
{
    private const string DefaultAnthropicModel = "claude-sonnet-4-5";
    private const string DefaultOpenAiModel = "gpt-5-mini";

    private ModelChoice() { }

    /// <summary><c>anthropic</c>, <c>openai</c> or <c>demo</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The model's name; null for the demo.</summary>
    public string? Model { get; private init; }

    private string? BaseUrl { get; init; }

    internal string? ApiKey { get; private init; }

    /// <summary>What a person should know about the choice.</summary>
    public required string Description { get; init; }

    /// <summary>
    /// Reads <c>ANTHROPIC_API_KEY</c>, <c>ANTHROPIC_BASE_URL</c>, <c>ANTHROPIC_MODEL</c>, or the same of
    /// <c>OPENAI_</c>; without any, the demo.
    /// </summary>
    /// <exception cref="LocalCloudException">An endpoint of one's own is named, but no model of it.</exception>
    public static ModelChoice FromEnvironment(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        if (variable("ANTHROPIC_API_KEY") is { } anthropic)
        {
            return Of("anthropic", variable("ANTHROPIC_MODEL") ?? DefaultAnthropicModel, variable("ANTHROPIC_BASE_URL"), anthropic);
        }

        var openAiEndpoint = variable("OPENAI_BASE_URL");
        if (variable("OPENAI_API_KEY") is not null || openAiEndpoint is not null)
        {
            var model =
                variable("OPENAI_MODEL")
                ?? (
                    openAiEndpoint is null
                        ? DefaultOpenAiModel
                        : throw new LocalCloudException("OPENAI_BASE_URL names an endpoint of your own: name its model in OPENAI_MODEL too.")
                );

            // A model server on this machine asks for no key, but the Worker does.
            return Of("openai", model, openAiEndpoint ?? "https://api.openai.com/v1", variable("OPENAI_API_KEY") ?? "unused");
        }

        return new ModelChoice { Provider = "demo", Description = "the built-in demo (set ANTHROPIC_API_KEY, or OPENAI_API_KEY, for a real one)" };
    }

    /// <summary>The settings with this model.</summary>
    public StackConfiguration ApplyTo(StackConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { [SettingKeys.ModelProvider] = Provider };
        if (Model is not null)
        {
            values[SettingKeys.ModelName] = Model;
        }

        if (BaseUrl is not null)
        {
            values[SettingKeys.ModelBaseUrl] = BaseUrl;
        }

        if (ApiKey is not null)
        {
            values[SettingKeys.ModelApiKey] = ApiKey;
        }

        return configuration.With(values) with
        {
            SecretKeys = new HashSet<string>(configuration.SecretKeys, StringComparer.Ordinal) { $"{SettingKeys.Namespace}:{SettingKeys.ModelApiKey}" },
        };
    }

    public override string ToString() => $"{Provider} {Model}";

    private static ModelChoice Of(string provider, string model, string? baseUrl, string key) =>
        new()
        {
            Provider = provider,
            Model = model,
            BaseUrl = baseUrl,
            ApiKey = key,
            Description = baseUrl is null ? $"{model} ({provider})" : $"{model} ({provider}, {baseUrl})",
        };
}
