using System.Text;
using System.Text.RegularExpressions;
using NanoClaw.Agents;

namespace NanoClaw.Home.Configuration;

/// <summary>A <c>.env</c> file: lines that are not ours stay byte for byte, comments, order and line ends included.</summary>
public sealed partial class DotEnvDocument : IConfigurationDocument
{
    private readonly List<string> lines;
    private readonly string lineEnd;
    private readonly string name;

    private DotEnvDocument(string text, string name)
    {
        this.name = name;
        lineEnd = text.Contains("\r\n", StringComparison.Ordinal) ? "\r" : "";
        lines = [.. text.Split('\n')];
        if (lines[^1].Length == 0)
        {
            lines.RemoveAt(lines.Count - 1);
        }
    }

    public string Text => lines.Count == 0 ? "" : string.Join('\n', lines) + "\n";

    /// <exception cref="CliException">A line is malformed; the message names it.</exception>
    public static DotEnvDocument Parse(string text, string name)
    {
        Read(text, name);
        return new DotEnvDocument(text, name);
    }

    public string? ValueOf(string key) => Read(Text, name).GetValueOrDefault(key);

    public void Put(string key, string? value)
    {
        // The last line of a key holds, so that is the one to change; the ones before it are dead.
        var last = lines.FindLastIndex(line => KeyOf(line) == key);
        if (value is null)
        {
            lines.RemoveAll(line => KeyOf(line) == key);
        }
        else if (last < 0)
        {
            lines.Add($"{key}={Quote(value)}{lineEnd}");
        }
        else
        {
            var export = lines[last].TrimStart().StartsWith("export ", StringComparison.Ordinal) ? "export " : "";
            lines[last] = $"{export}{key}={Quote(value)}{lineEnd}";
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
