using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanoClaw.Infra.Settings;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace NanoClaw.LocalCloud;

/// <summary>
/// Reads <c>Pulumi.&lt;stack&gt;.yaml</c>. What is encrypted there cannot be read on this machine and need not be: a
/// throw-away value takes its place.
/// </summary>
public sealed class StackConfigurationFile
{
    private const string Secure = "secure";

    private readonly string _file;
    private readonly ProviderValues _throwAway;
    private readonly HashSet<string> _secretKeys = new(StringComparer.Ordinal);

    private StackConfigurationFile(string file, ProviderValues throwAway)
    {
        _file = file;
        _throwAway = throwAway;
    }

    /// <summary>Reads a stack's settings.</summary>
    /// <param name="projectFolder">The folder of <c>Pulumi.yaml</c>.</param>
    /// <param name="stack">The stack.</param>
    /// <param name="values">Makes the throw-away values.</param>
    /// <exception cref="LocalCloudException">There is no such file, or it is malformed.</exception>
    public static StackConfiguration Read(string projectFolder, string stack, ProviderValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var path = Path.Combine(projectFolder, $"Pulumi.{stack}.yaml");
        if (!StackName.IsValid(stack) || !File.Exists(path))
        {
            var known = Directory
                .EnumerateFiles(projectFolder, "Pulumi.*.yaml")
                .Select(f => Path.GetFileNameWithoutExtension(f)["Pulumi.".Length..])
                .Order(StringComparer.Ordinal)
                .Prepend(StackName.Local);
            throw new LocalCloudException($"There is no stack '{stack}': no file {path}. The stacks here are {string.Join(", ", known)}.");
        }

        return new StackConfigurationFile(path, values).Read(stack);
    }

    private StackConfiguration Read(string stack)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in Entries())
        {
            var name = FullKey(key);
            values[name] = Text(name, value);
        }

        var notes = new List<string>();
        if (_secretKeys.Count > 0)
        {
            notes.Add(
                $"{string.Join(", ", _secretKeys.Order(StringComparer.Ordinal))}: encrypted in {Path.GetFileName(_file)}, so a random value is used here."
            );
        }

        AddMissingSecrets(values, notes);
        return new StackConfiguration
        {
            Stack = stack,
            Values = values,
            SecretKeys = _secretKeys,
            Notes = notes,
        };
    }

    private IEnumerable<(string Key, YamlNode Value)> Entries()
    {
        var yaml = new YamlStream();
        try
        {
            using var reader = new StreamReader(_file);
            yaml.Load(reader);
        }
        catch (YamlException exception)
        {
            throw new LocalCloudException($"{_file}, line {exception.Start.Line}: it is not well-formed YAML.", exception);
        }

        if (yaml.Documents is not [{ RootNode: YamlMappingNode root }] || !root.Children.TryGetValue("config", out var config))
        {
            return [];
        }

        return config is YamlMappingNode entries
            ? entries.Children.Select(e => (((YamlScalarNode)e.Key).Value ?? "", e.Value))
            : throw new LocalCloudException($"{_file}: 'config' must be a mapping of keys to values.");
    }

    // A stack without its secrets can be looked at; only the real deployment has to have them.
    private void AddMissingSecrets(Dictionary<string, string> values, List<string> notes)
    {
        var needsKey = Of(SettingKeys.ModelProvider, "anthropic") is "anthropic" or "openai";
        var needsGatewayToken = needsKey && Of(SettingKeys.AiGateway, "false") == "true";
        var nextKeys = NextModelKeys.Needed(Of(SettingKeys.ModelProvider, "anthropic"), Of(SettingKeys.ModelBaseUrl, ""), Of(SettingKeys.NextModels, "[]"));
        foreach (
            var definition in SettingKeys.All.Where(d =>
                d.Secret
                && (
                    d.Key == SettingKeys.AiGatewayToken ? needsGatewayToken
                    : d.Key == SettingKeys.ModelApiKey ? needsKey
                    : nextKeys.Contains(d.Key)
                )
            )
        )
        {
            var key = $"{SettingKeys.Namespace}:{definition.Key}";
            if (values.TryAdd(key, _throwAway.Secret("config", key)))
            {
                _secretKeys.Add(key);
                notes.Add(
                    $"{key}: not set in {Path.GetFileName(_file)}, so a random value is used here. 'pulumi up' needs it: pulumi config set --secret {definition.Key}"
                );
            }
        }

        string Of(string key, string fallback) => values.GetValueOrDefault($"{SettingKeys.Namespace}:{key}", fallback);
    }

    private string Text(string key, YamlNode value) =>
        value switch
        {
            YamlScalarNode scalar => scalar.Value ?? "",
            YamlMappingNode mapping when IsSecure(mapping) => ThrowAway(key, mapping),
            _ => Json(key, value)?.ToJsonString(JsonSerializerOptions.Web) ?? "null",
        };

    private JsonNode? Json(string key, YamlNode value)
    {
        switch (value)
        {
            case YamlMappingNode mapping when IsSecure(mapping):
                return ThrowAway(key, mapping);
            case YamlMappingNode mapping:
                return new JsonObject(mapping.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value ?? "", Json($"{key}.{c.Key}", c.Value))));
            case YamlSequenceNode sequence:
                return new JsonArray([.. sequence.Children.Select((c, i) => Json($"{key}[{i.ToString(CultureInfo.InvariantCulture)}]", c))]);
            case YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" or "null" or "~" } scalar:
                return scalar.Value is "true" or "false" ? scalar.Value == "true" : null;
            case YamlScalarNode { Style: ScalarStyle.Plain } scalar
                when double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                return number;
            default:
                return ((YamlScalarNode)value).Value;
        }
    }

    // A key without a namespace is the project's; older versions of the CLI wrote nanoclaw:config:key.
    private static string FullKey(string key) =>
        key.Split(':') switch
        {
            [var name] => $"{StackConfiguration.Project}:{name}",
            [var space, "config", var name] => $"{space}:{name}",
            _ => key,
        };

    private static bool IsSecure(YamlMappingNode mapping) => mapping.Children.Count == 1 && mapping.Children.ContainsKey(new YamlScalarNode(Secure));

    // Made from the cipher text too, so that a secret that was set anew is another one here as well.
    private string ThrowAway(string key, YamlMappingNode secure)
    {
        _secretKeys.Add(key.Split('.', '[')[0]);
        return _throwAway.Secret("config", $"{key}\0{secure.Children[new YamlScalarNode(Secure)]}");
    }
}
