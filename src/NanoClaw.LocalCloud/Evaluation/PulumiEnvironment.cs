using System.Text.Json;

namespace NanoClaw.LocalCloud;

/// <summary>Hands the settings over as Pulumi's language host does, and takes them back when disposed.</summary>
internal sealed class PulumiEnvironment : IDisposable
{
    private const string Config = "PULUMI_CONFIG";
    private const string SecretKeys = "PULUMI_CONFIG_SECRET_KEYS";

    private readonly string? _config = Environment.GetEnvironmentVariable(Config);
    private readonly string? _secretKeys = Environment.GetEnvironmentVariable(SecretKeys);

    private PulumiEnvironment() { }

    public static PulumiEnvironment Set(StackConfiguration configuration)
    {
        var before = new PulumiEnvironment();
        Environment.SetEnvironmentVariable(Config, JsonSerializer.Serialize(configuration.Values));
        Environment.SetEnvironmentVariable(SecretKeys, JsonSerializer.Serialize(configuration.SecretKeys));
        return before;
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Config, _config);
        Environment.SetEnvironmentVariable(SecretKeys, _secretKeys);
    }
}
