using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Pulumi;

/// <summary>The stack's configuration in one namespace: the project's, unless another is named.</summary>
public sealed class Config
{
    private const string Suffix = ":config";
    private readonly string _name;

    public Config(string? name = null)
    {
        name ??= Deployment.Instance.ProjectName;
        _name = name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
    }

    private delegate bool Parse<T>(string text, out T value);

    public string? Get(string key) => DeploymentContext.Required.Configuration.Find(FullKey(key));

    public bool? GetBoolean(string key) => GetParsed<bool>(key, TryParseBoolean);

    public int? GetInt32(string key) => GetParsed<int>(key, TryParseInt32);

    public double? GetDouble(string key) => GetParsed<double>(key, TryParseDouble);

    /// <exception cref="RunException">The value isn't JSON of that type.</exception>
    [return: MaybeNull]
    public T GetObject<T>(string key) => GetObject<T>(key, null!);

    /// <exception cref="RunException">The value isn't JSON of that type.</exception>
    [return: MaybeNull]
    public T GetObject<T>(string key, JsonSerializerOptions options)
    {
        var text = Get(key);
        try
        {
            return text is null ? default : JsonSerializer.Deserialize<T>(text, options);
        }
        catch (JsonException e)
        {
            throw WrongType(key, text, typeof(T).FullName!, e);
        }
    }

    public Output<string>? GetSecret(string key) => Get(key) is { } value ? Output.CreateSecret(value) : null;

    public Output<bool>? GetSecretBoolean(string key) => GetBoolean(key) is { } value ? Output.CreateSecret(value) : null;

    public Output<int>? GetSecretInt32(string key) => GetInt32(key) is { } value ? Output.CreateSecret(value) : null;

    public Output<double>? GetSecretDouble(string key) => GetDouble(key) is { } value ? Output.CreateSecret(value) : null;

    public Output<T>? GetSecretObject<T>(string key) => Get(key) is null ? null : Output.CreateSecret(GetObject<T>(key)!);

    public Output<T>? GetSecretObject<T>(string key, JsonSerializerOptions options) =>
        GetObject<T>(key, options) is { } value ? Output.CreateSecret(value) : null;

    /// <exception cref="RunException">The key has no value.</exception>
    public string Require(string key) => Get(key) ?? throw Missing(key);

    /// <exception cref="RunException">The key has no value, or it is neither true nor false.</exception>
    public bool RequireBoolean(string key) => GetBoolean(key) ?? throw Missing(key);

    /// <exception cref="RunException">The key has no value, or it isn't a whole number.</exception>
    public int RequireInt32(string key) => GetInt32(key) ?? throw Missing(key);

    /// <exception cref="RunException">The key has no value, or it isn't a number.</exception>
    public double RequireDouble(string key) => GetDouble(key) ?? throw Missing(key);

    /// <exception cref="RunException">The key has no value, or it isn't JSON of that type.</exception>
    public T RequireObject<T>(string key) => RequireObject<T>(key, null!);

    /// <exception cref="RunException">The key has no value, or it isn't JSON of that type.</exception>
    public T RequireObject<T>(string key, JsonSerializerOptions options)
    {
        _ = Require(key);
        return GetObject<T>(key, options)!;
    }

    public Output<string> RequireSecret(string key) => Output.CreateSecret(Require(key));

    public Output<bool> RequireSecretBoolean(string key) => Output.CreateSecret(RequireBoolean(key));

    public Output<int> RequireSecretInt32(string key) => Output.CreateSecret(RequireInt32(key));

    public Output<double> RequireSecretDouble(string key) => Output.CreateSecret(RequireDouble(key));

    public Output<T> RequireSecretObject<T>(string key) => Output.CreateSecret(RequireObject<T>(key));

    public Output<T> RequireSecretObject<T>(string key, JsonSerializerOptions options) => Output.CreateSecret(RequireObject<T>(key, options));

    private static bool TryParseBoolean(string text, out bool value)
    {
        value = text == "true";
        return value || text == "false";
    }

    private static bool TryParseInt32(string text, out int value) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);

    private static bool TryParseDouble(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private T? GetParsed<T>(string key, Parse<T> parse)
        where T : struct =>
        Get(key) is not { } text ? null
        : parse(text, out var value) ? value
        : throw WrongType(key, text, typeof(T).Name);

    // The value is part of the message because it is part of the official one: a program that reads secrets checks them itself.
    private RunException WrongType(string key, string? text, string type, Exception? inner = null) =>
        new($"Configuration '{FullKey(key)}' value '{text}' is not a valid {type}", inner);

    private RunException Missing(string key) =>
        new($"Missing Required configuration variable '{FullKey(key)}'\n\tplease set a value using the command `pulumi config set {FullKey(key)} <value>`");

    private string FullKey(string key) => $"{_name}:{key}";
}
