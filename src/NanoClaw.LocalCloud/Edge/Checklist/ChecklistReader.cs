using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace NanoClaw.LocalCloud.Edge.Checklist;

/// <summary>Reads a checklist from YAML. A key that is not known is an error: a misspelt expectation would judge nothing.</summary>
public sealed class ChecklistReader
{
    private const int MaxTimes = 100_000;

    private readonly string _file;

    private ChecklistReader(string file) => _file = file;

    /// <summary>Reads a checklist.</summary>
    /// <param name="yaml">Its text.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="ChecklistException">It is not one.</exception>
    public static EdgeChecklist Read(string yaml, string file)
    {
        var reader = new ChecklistReader(file);
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException e)
        {
            throw new ChecklistException(file, e.Start.Line, e.Start.Column, e.Message);
        }

        if (stream.Documents.Count != 1)
        {
            throw new ChecklistException(file, 1, 1, "expected one document with the key cases");
        }

        return new EdgeChecklist(reader.Cases(stream.Documents[0].RootNode));
    }

    private List<ChecklistCase> Cases(YamlNode root)
    {
        var keys = Keys(root, "the file", "cases");
        if (!keys.TryGetValue("cases", out var node) || node is not YamlSequenceNode { Children.Count: > 0 } list)
        {
            throw Error(node ?? root, "cases is a list of at least one case");
        }

        return [.. list.Children.Select(Case)];
    }

    private ChecklistCase Case(YamlNode node)
    {
        var keys = Keys(node, "a case", "name", "request", "expect");
        foreach (var required in new[] { "name", "request", "expect" })
        {
            if (!keys.ContainsKey(required))
            {
                throw Error(node, $"a case needs the key {required}");
            }
        }

        var request = Request(keys["request"]);
        return new ChecklistCase(Text(keys["name"], "name"), request, Expectation(keys["expect"], request));
    }

    private ChecklistRequest Request(YamlNode node)
    {
        var keys = Keys(node, "request", "method", "path", "host", "scheme", "headers", "token", "times");
        var request = new ChecklistRequest();
        foreach (var (key, value) in keys)
        {
            request = key switch
            {
                "method" => request with { Method = Text(value, key) },
                "path" => request with { Path = Path(value) },
                "host" => request with { Host = Text(value, key) },
                "scheme" => request with { Scheme = OneOf(value, key, "https", "http") },
                "headers" => request with { Headers = Headers(value) },
                "token" => request with { Token = Enum.Parse<ChecklistToken>(OneOf(value, key, "none", "valid", "wrong"), ignoreCase: true) },
                _ => request with { Times = Number(value, key, 1, MaxTimes) },
            };
        }

        return request;
    }

    private ChecklistExpectation Expectation(YamlNode node, ChecklistRequest request)
    {
        var keys = Keys(node, "expect", "answeredBy", "status", "rule", "after");
        if (keys.Count == 0)
        {
            throw Error(node, "expect needs at least one of answeredBy, status, rule");
        }

        var expectation = new ChecklistExpectation();
        foreach (var (key, value) in keys)
        {
            expectation = key switch
            {
                "answeredBy" => expectation with { ReachesWorker = OneOf(value, key, "worker", "edge") == "worker" },
                "status" => expectation with { Status = Number(value, key, 100, 599) },
                "rule" => expectation with { Rule = Text(value, key) },
                _ => expectation with { After = Number(value, key, 0, request.Times - 1) },
            };
        }

        return expectation;
    }

    private List<KeyValuePair<string, string>> Headers(YamlNode node) =>
        node is YamlMappingNode mapping
            ? [.. mapping.Children.Select(h => KeyValuePair.Create(Text(h.Key, "headers"), Text(h.Value, "headers")))]
            : throw Error(node, "headers is a mapping of names to values");

    private string Path(YamlNode node)
    {
        var path = Text(node, "path");
        return path.StartsWith('/') ? path : throw Error(node, "path starts with /");
    }

    private Dictionary<string, YamlNode> Keys(YamlNode node, string where, params string[] known)
    {
        if (node is not YamlMappingNode mapping)
        {
            throw Error(node, $"{where} is a mapping of the keys {string.Join(", ", known)}");
        }

        var keys = new Dictionary<string, YamlNode>();
        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            keys[name] = known.Contains(name) ? value : throw Error(key, $"unknown key '{name}' in {where}: the keys are {string.Join(", ", known)}");
        }

        return keys;
    }

    private string OneOf(YamlNode node, string key, params string[] values)
    {
        var text = Text(node, key);
        return values.Contains(text) ? text : throw Error(node, $"{key} is one of {string.Join(", ", values)}, not '{text}'");
    }

    private int Number(YamlNode node, string key, int minimum, int maximum) =>
        int.TryParse(Text(node, key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum
            ? number
            : throw Error(node, $"{key} is a whole number from {minimum} to {maximum}");

    private string Text(YamlNode node, string key) => node is YamlScalarNode { Value: { Length: > 0 } value } ? value : throw Error(node, $"{key} is a text");

    private ChecklistException Error(YamlNode node, string reason) => new(_file, node.Start.Line, node.Start.Column, reason);
}
