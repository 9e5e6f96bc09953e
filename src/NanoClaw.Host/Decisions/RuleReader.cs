using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace NanoClaw.Host.Decisions;

/// <summary>Reads the rules' file. What it does not know is an error: a misspelt word would let something through.</summary>
internal sealed class RuleReader
{
    private const int MostRules = 500;
    private readonly string _name;

    private RuleReader(string name) => _name = name;

    /// <exception cref="InvalidDataException">It is no table of rules; the message names the line and why.</exception>
    public static RuleTable Read(string yaml, string name)
    {
        var reader = new RuleReader(name);
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException exception)
        {
            throw reader.Error(exception.Start, exception.Message);
        }

        return stream.Documents.Count == 1
            ? new RuleTable(name, reader.Rules(stream.Documents[0].RootNode))
            : throw reader.Error(Mark.Empty, "expected one document with the key rules");
    }

    private List<EffectRule> Rules(YamlNode root)
    {
        var keys = Keys(root, "the file", "rules");
        return keys.GetValueOrDefault("rules") is YamlSequenceNode { Children.Count: > 0 and <= MostRules } list
            ? [.. list.Children.Select(Rule)]
            : throw Error(root.Start, $"rules is a list of 1 to {MostRules} rules");
    }

    private EffectRule Rule(YamlNode node)
    {
        var keys = Keys(node, "a rule", "effect", "group", "to", "strangers", "decision");
        foreach (var required in new[] { "effect", "decision" })
        {
            if (!keys.ContainsKey(required))
            {
                throw Error(node.Start, $"a rule needs the key {required}");
            }
        }

        var strangers = keys.TryGetValue("strangers", out var named)
            ? Words(named, "strangers", [.. RuleWords.Strangers, RuleWords.Any, RuleWords.None])
            : null;
        return new EffectRule
        {
            Effects = OrAny(Words(keys["effect"], "effect", [.. RuleWords.Effects, RuleWords.Any])),
            Groups = keys.TryGetValue("group", out var groups) ? OrAny(Folders(groups)) : null,
            Reach = keys.TryGetValue("to", out var to)
                ? Word(to, "to", RuleWords.Own, RuleWords.Others) is RuleWords.Own
                    ? RuleReach.Own
                    : RuleReach.Others
                : RuleReach.Any,
            Strangers =
                strangers is null || !strangers.Contains(RuleWords.None) ? strangers
                : strangers.Count == 1 ? []
                : throw Error(named!.Start, "none stands alone"),
            Decision = Enum.Parse<RuleDecision>(Word(keys["decision"], "decision", "allow", "hold", "refuse"), ignoreCase: true),
            Line = (int)node.Start.Line,
        };
    }

    private static IReadOnlyCollection<string>? OrAny(IReadOnlyCollection<string> words) => words.Contains(RuleWords.Any) ? null : words;

    private List<string> Folders(YamlNode node)
    {
        var folders = Texts(node, "group");
        return
            folders.FirstOrDefault(folder => folder is not (RuleWords.Main or RuleWords.Others or RuleWords.Any) && !GroupFolder.IsValid(folder)) is { } wrong
            ? throw Error(node.Start, $"group is main, others or a group's folder, not '{wrong}'")
            : folders;
    }

    private List<string> Words(YamlNode node, string key, IReadOnlyList<string> known)
    {
        var words = Texts(node, key);
        return words.Find(word => !known.Contains(word)) is { } wrong
            ? throw Error(node.Start, $"{key} is one of {string.Join(", ", known)}, not '{wrong}'")
            : words;
    }

    private string Word(YamlNode node, string key, params string[] known) =>
        Text(node, key) is var word && known.Contains(word) ? word : throw Error(node.Start, $"{key} is one of {string.Join(", ", known)}, not '{word}'");

    private List<string> Texts(YamlNode node, string key) =>
        node switch
        {
            YamlSequenceNode { Children.Count: > 0 } list => [.. list.Children.Select(item => Text(item, key))],
            YamlSequenceNode => throw Error(node.Start, $"{key} is an empty list"),
            _ => [Text(node, key)],
        };

    private Dictionary<string, YamlNode> Keys(YamlNode node, string where, params string[] known)
    {
        if (node is not YamlMappingNode mapping)
        {
            throw Error(node.Start, $"{where} is a mapping of the keys {string.Join(", ", known)}");
        }

        var keys = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            keys[name] = known.Contains(name) ? value : throw Error(key.Start, $"unknown key '{name}' in {where}: the keys are {string.Join(", ", known)}");
        }

        return keys;
    }

    private string Text(YamlNode node, string key) =>
        node is YamlScalarNode { Value: { Length: > 0 } value } ? value : throw Error(node.Start, $"{key} is a text");

    private InvalidDataException Error(Mark at, string reason) =>
        new($"{_name}, line {Math.Max(1, at.Line)}: {reason}. Correct it, or remove the file to have the default rules ('nanoclaw rules show --defaults').");
}
