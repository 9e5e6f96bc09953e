using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace NanoClaw.Deployment.Stacks;

/// <summary>
/// A stack's settings, <c>Pulumi.&lt;stack&gt;.yaml</c>, however people and <c>pulumi config set</c> have written it. A change touches
/// the value alone: comments, order, quotes and line ends stay as they are.
/// </summary>
public sealed class StackFile
{
    private const string Namespace = "nanoclaw";

    private readonly YamlMappingNode? config;

    private StackFile(string path, string text)
    {
        Path = path;
        Text = text;
        config = Parse(path, text);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Its whole text.</summary>
    public string Text { get; }

    /// <summary>Its name without the folder, for messages.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Reads a stack's file.</summary>
    /// <exception cref="DeploymentException">There is none, or it is malformed.</exception>
    public static StackFile Read(string folder, string stack)
    {
        // A stack's name may say whose it is: organisation/project/stack.
        var path = System.IO.Path.Combine(folder, $"Pulumi.{stack.Split('/')[^1]}.yaml");
        try
        {
            return new(path, File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            var known = Directory.EnumerateFiles(folder, "Pulumi.*.yaml").Select(f => System.IO.Path.GetFileNameWithoutExtension(f)["Pulumi.".Length..]).Order(StringComparer.Ordinal);
            throw new DeploymentException($"There is no stack '{stack}' here: no file {path}. The stacks here are: {string.Join(", ", known)}.", DeploymentFailure.Usage, exception);
        }
    }

    /// <summary>A setting's text; null where it is not set, is a list, or is encrypted.</summary>
    public string? Get(string key) => Find(key) is { Value: YamlScalarNode value } ? value.Value : null;

    /// <summary>A setting that is a whole number.</summary>
    /// <exception cref="DeploymentException">It is something else.</exception>
    public int GetNumber(string key, int otherwise) => Find(key) switch
    {
        null => otherwise,
        { Value: YamlScalarNode { Value: { } text } } when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 1_000_000_000 => number,
        _ => throw new DeploymentException($"{Name}: {Namespace}:{key} is no whole number.", DeploymentFailure.Usage),
    };

    /// <summary>The file with another value at a key: in the place of the old one, or on a line of its own before all others.</summary>
    /// <exception cref="DeploymentException">The value is written in a form that is left alone.</exception>
    public StackFile With(string key, string plainValue)
    {
        if (Find(key) is not { Value: var node })
        {
            return new(Path, Insert($"{Namespace}:{key}: {plainValue}"));
        }

        var quote = node is YamlScalarNode scalar ? scalar.Style switch { ScalarStyle.Plain => "", ScalarStyle.SingleQuoted => "'", ScalarStyle.DoubleQuoted => "\"", _ => null } : null;
        var (start, end) = ((int)node.Start.Index, (int)node.End.Index);
        if (quote is null || Text[start..end] != quote + ((YamlScalarNode)node).Value + quote)
        {
            throw new DeploymentException($"{Name}, line {node.Start.Line}: {Namespace}:{key} is written in a form that is left alone. Write it as {Namespace}:{key}: {plainValue}.", DeploymentFailure.Usage);
        }

        return new(Path, Text[..start] + quote + plainValue + quote + Text[end..]);
    }

    /// <summary>Writes it, as a whole or not at all.</summary>
    public void Write()
    {
        var temporary = $"{Path}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllText(temporary, Text);
            if (!OperatingSystem.IsWindows() && File.Exists(Path))
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(Path));
            }

            File.Move(temporary, Path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private string Insert(string entry)
    {
        var lineEnd = Text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        if (config is null or { Children.Count: 0 })
        {
            throw new DeploymentException($"{Name} has no settings: it needs 'config:' with at least one line below it.", DeploymentFailure.Usage);
        }

        var first = config.Children.First().Key;
        var lineStart = Text.LastIndexOf('\n', Math.Max(0, (int)first.Start.Index - 1)) + 1;
        var indent = Text[lineStart..(int)first.Start.Index];
        return config.Style == YamlDotNet.Core.Events.MappingStyle.Flow || indent.Any(c => c != ' ')
            ? throw new DeploymentException($"{Name}: the settings are written in a form that is left alone. Add the line yourself: {entry}", DeploymentFailure.Usage)
            : Text.Insert(lineStart, $"{indent}{entry}{lineEnd}");
    }

    // Older CLIs wrote nanoclaw:config:key; a key without a namespace is the project's.
    private KeyValuePair<YamlNode, YamlNode>? Find(string key)
    {
        foreach (var name in (string[])[$"{Namespace}:{key}", $"{Namespace}:config:{key}", key])
        {
            if (config?.Children.FirstOrDefault(entry => entry.Key is YamlScalarNode { Value: var found } && found == name) is { Key: not null } entry)
            {
                return entry;
            }
        }

        return null;
    }

    private static YamlMappingNode? Parse(string path, string text)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(text));
        }
        catch (YamlException exception)
        {
            throw new DeploymentException($"{System.IO.Path.GetFileName(path)}, line {exception.Start.Line}: it is not well-formed YAML.", DeploymentFailure.Usage, exception);
        }

        return yaml.Documents is [{ RootNode: YamlMappingNode root }] && root.Children.TryGetValue("config", out var found) ? found as YamlMappingNode : null;
    }
}
