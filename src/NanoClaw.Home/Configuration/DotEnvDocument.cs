using System.Text;
using System.Text.RegularExpressions;
using NanoClaw.Agents;

namespace NanoClaw.Home.Configuration;

/// <summary>A <c>.env</c> file: lines that are not ours stay byte for byte, comments, order and line ends included.</summary>
public sealed partial class DotEnvDocument : IConfigurationDocument
{
    private readonly List<string> _lines;
    private readonly string _lineEnd;
    private readonly string _name;

    private DotEnvDocument(string text, string name)
    {
        _name = name;
        _lineEnd = text.Contains("\r\n", StringComparison.Ordinal) ? "\r" : "";
        _lines = [.. text.Split('\n')];
        if (_lines[^1].Length == 0)
        {
            _lines.RemoveAt(_lines.Count - 1);
        }
    }

    public string Text => _lines.Count == 0 ? "" : string.Join('\n', _lines) + "\n";

    /// <exception cref="CliException">A line is malformed; the message names it.</exception>
    public static DotEnvDocument Parse(string text, string name)
    {
        Read(text, name);
        return new DotEnvDocument(text, name);
    }

    public string? ValueOf(string key) => Read(Text, _name).GetValueOrDefault(key);

    public void Put(string key, string? value)
    {
        // The last line of a key holds, so that is the one to change; the ones before it are dead.
        var last = _lines.FindLastIndex(line => KeyOf(line) == key);
        if (value is null)
        {
            _lines.RemoveAll(line => KeyOf(line) == key);
        }
        else if (last < 0)
        {
            _lines.Add($"{key}={Quote(value)}{_lineEnd}");
        }
        else
        {
            var export = _lines[last].TrimStart().StartsWith("export ", StringComparison.Ordinal) ? "export " : "";
            _lines[last] = $"{export}{key}={Quote(value)}{_lineEnd}";
        }
    }

    private static IReadOnlyDictionary<string, string> Read(string text, string name)
    {
        try
        {
            return DotEnv.Parse(text, name);
        }
        catch (FormatException exception)
        {
            throw new CliException($"{exception.Message} Mend the line; nothing was changed.", ExitCode.Usage, exception);
        }
    }

    private static string? KeyOf(string line) => Assignment().Match(line) is { Success: true } match ? match.Groups["key"].Value : null;

    private static string Quote(string value)
    {
        if (Plain().IsMatch(value))
        {
            return value;
        }

        var quoted = new StringBuilder("\"");
        foreach (var c in value)
        {
            // As a shell reads it, too: people source this file.
            quoted.Append(c is '"' or '\\' or '$' or '`' ? $"\\{c}" : c.ToString());
        }

        return quoted.Append('"').ToString();
    }

    [GeneratedRegex(@"^\uFEFF?\s*(export\s+)?(?<key>[A-Za-z_][A-Za-z0-9_]*)\s*=", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"^[A-Za-z0-9_.:/@%+,=~\-]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();
}
