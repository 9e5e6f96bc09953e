using System.Text.Json;
using NanoClaw.Docs.Tests.Documents;
using NanoClaw.Host.Decisions;
using NanoClaw.Infra.Settings;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace NanoClaw.Docs.Tests.Snippets;

/// <summary>YAML is read by the program's own reader of what it is: a stack's settings, the rules, or a workflow.</summary>
internal sealed class YamlCheck : ISnippetCheck
{
    private const string StackKey = SettingKeys.Namespace + ":";

    public Task<IReadOnlyList<string>> MistakesAsync(Fence fence) => Task.FromResult<IReadOnlyList<string>>([.. Mistakes(fence.Text)]);

    private static IEnumerable<string> Mistakes(string text)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(text));
        }
        catch (YamlException exception)
        {
            return [exception.Message];
        }

        return yaml.Documents is [{ RootNode: YamlMappingNode map }] ? Mistakes(map, text) : ["it is no mapping"];
    }

    private static IEnumerable<string> Mistakes(YamlMappingNode map, string text)
    {
        var keys = map.Children.Keys.Select(key => key.ToString()).ToList();
        return keys switch
        {
            ["rules"] => Rules(text),
            ["config"] when map["config"] is YamlMappingNode config => Stack(config),
            _ when keys.TrueForAll(key => key.StartsWith(StackKey, StringComparison.Ordinal)) => Stack(map),
            _ when keys.Contains("jobs") => Workflow(map),
            _ => [$"nobody here reads a file with {string.Join(", ", keys)}: it is no stack's settings ({StackKey}...), no rules and no workflow"],
        };
    }

    private static IEnumerable<string> Rules(string text)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text);
            RuleTable.Read(file);
            return [];
        }
        catch (InvalidDataException exception)
        {
            return [exception.Message];
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IEnumerable<string> Stack(YamlMappingNode map)
    {
        // What the block leaves out is as in a stack that is right.
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [SettingKeys.AccountId] = new('0', 32),
            [SettingKeys.ZoneId] = new('1', 32),
            [SettingKeys.Zone] = "example.com",
            [SettingKeys.Hostname] = "agent.example.com",
            [SettingKeys.ZoneRules] = "owner",
            [SettingKeys.AccessTeamDomain] = "example.cloudflareaccess.com",
            [SettingKeys.ModelName] = "a-model",
            [SettingKeys.ModelApiKey] = "a-key",
        };
        foreach (var (key, value) in map.Children)
        {
            values[key.ToString()[StackKey.Length..]] = TextOf(value);
        }

        try
        {
            SettingsParser.Parse("docs", values);
            return [];
        }
        catch (SettingsException exception)
        {
            return [exception.Message];
        }
    }

    private static IEnumerable<string> Workflow(YamlMappingNode map) =>
        map["jobs"] is YamlMappingNode { Children.Count: > 0 } jobs && map.Children.ContainsKey("on")
            ? jobs
                .Children.Where(job => job.Value is not YamlMappingNode body || !(body.Children.ContainsKey("steps") || body.Children.ContainsKey("uses")))
                .Select(job => $"the job {job.Key} has no steps")
            : ["a workflow has 'on' and 'jobs'"];

    private static string TextOf(YamlNode node) =>
        node is YamlSequenceNode list ? JsonSerializer.Serialize(list.Select(TextOf))
        : node is YamlScalarNode scalar ? scalar.Value ?? ""
        : throw new NotSupportedException($"{node.NodeType} is no setting.");
}
