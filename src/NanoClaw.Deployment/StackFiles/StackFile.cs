using System.Globalization;

namespace NanoClaw.Deployment.StackFiles;

/// <summary>
/// The text of a <c>Pulumi.&lt;stack&gt;.yaml</c>. A changed setting is a changed line: comments, order, quotes and line ends of
/// everything else stay as a person has written them, and each change is read back before it counts.
/// </summary>
public sealed class StackFile
{
    private const string Namespace = "nanoclaw";
    private const string Config = "config";
    private const string SecureKey = "secure";

    // What the Pulumi CLI keeps beside the settings, so that it can decrypt them.
    private static readonly string[] PulumiKeys = ["secretsprovider", "encryptedkey", "encryptionsalt"];

    private readonly YamlPiece.Mapping? _root;

    private StackFile(string name, string text)
    {
        Name = name;
        Text = text;
        _root = YamlPiece.Read(text, name) switch
        {
            null => null,
            YamlPiece.Scalar { Value: "" } => null,
            YamlPiece.Mapping mapping => mapping,
            _ => throw new DeploymentException($"{name} holds no keys and values.", DeploymentFailure.Usage),
        };
        Entries = _root?.Find(Config) switch
        {
            null or YamlPiece.Scalar { Value: "" or "null" or "~" } => null,
            YamlPiece.Mapping mapping => mapping,
            _ => throw new DeploymentException($"{name}: 'config' must hold keys and values.", DeploymentFailure.Usage),
        };
        foreach (var twice in (_root?.Entries ?? []).Concat(Entries?.Entries ?? []).GroupBy(entry => entry.Key.Value).Where(group => group.Count() > 1))
        {
            throw new DeploymentException($"{name}: '{twice.Key}' is there twice; remove one.", DeploymentFailure.Usage);
        }
    }

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    /// <summary>The text.</summary>
    public string Text { get; }

    internal YamlPiece.Mapping? Root => _root;

    /// <summary>The settings; null where there are none.</summary>
    internal YamlPiece.Mapping? Entries { get; }

    /// <summary>Reads a file's text.</summary>
    /// <exception cref="DeploymentException">It is malformed.</exception>
    public static StackFile Parse(string text, string name) => new(name, text);

    /// <summary>A setting's value; null where it is not there.</summary>
    public StackValue? Get(string key) => Find(key) is { Value: var value } ? ValueOf(value) : null;

    /// <summary>A setting's text; null where it is not there, encrypted or a list.</summary>
    public string? Scalar(string key) => (Get(key) as StackValue.Scalar)?.Text;

    /// <summary>A setting that is a whole number below a thousand million.</summary>
    /// <exception cref="DeploymentException">It is something else.</exception>
    public int Number(string key, int otherwise) =>
        Get(key) switch
        {
            null => otherwise,
            StackValue.Scalar { Text: var text }
                when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 1_000_000_000 => number,
            _ => throw new DeploymentException($"{Name}: {Namespace}:{key} is no whole number.", DeploymentFailure.Usage),
        };

    /// <summary>A list's items; none where it is not there.</summary>
    public IReadOnlyList<string> List(string key) => (Get(key) as StackValue.List)?.Items ?? [];

    /// <summary>A key beside <c>config</c>, such as <c>encryptionsalt</c>.</summary>
    public string? TopLevel(string key) => (_root?.Find(key) as YamlPiece.Scalar)?.Value;

    /// <summary>The same file with a setting set.</summary>
    /// <param name="key">The key, without its namespace.</param>
    /// <param name="value">The value; a list keeps the items that stay in their order, and new ones come behind them.</param>
    /// <param name="order">All keys, in the order in which they are found beside each other.</param>
    /// <exception cref="DeploymentException">The file is written in a way in which nothing can be changed safely.</exception>
    public StackFile With(string key, StackValue value, IReadOnlyList<string> order)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(order);
        var wanted = value is StackValue.List list ? new StackValue.List(Merged(List(key), list.Items)) : value;
        return wanted.Equals(Get(key)) ? this : Checked(new StackFileEdit(this).Set(key, wanted, order), key, wanted);
    }

    /// <summary>The same file with a key beside <c>config</c> set.</summary>
    public StackFile WithTopLevel(string key, string value)
    {
        if (TopLevel(key) == value)
        {
            return this;
        }

        var changed = new StackFile(Name, new StackFileEdit(this).SetTopLevel(key, value));
        return changed.TopLevel(key) == value && Same(changed, except: null) ? changed : throw LeftAlone(key);
    }

    /// <summary>The same file with what the Pulumi CLI has written into another text of it, so that it can decrypt what is secret.</summary>
    public StackFile WithKeysOf(StackFile written)
    {
        ArgumentNullException.ThrowIfNull(written);
        return PulumiKeys.Where(key => written.TopLevel(key) is not null).Aggregate(this, (result, key) => result.WithTopLevel(key, written.TopLevel(key)!));
    }

    /// <summary>Every setting, by its key without the namespace.</summary>
    public IReadOnlyDictionary<string, StackValue> All() =>
        (Entries?.Entries ?? []).ToDictionary(entry => KeyOf(entry.Key.Value), entry => ValueOf(entry.Value), StringComparer.Ordinal);

    internal (YamlPiece.Scalar Key, YamlPiece Value)? Find(string key) =>
        Entries?.Entries.Where(entry => KeyOf(entry.Key.Value) == key).Select(entry => ((YamlPiece.Scalar, YamlPiece)?)entry).FirstOrDefault();

    internal DeploymentException LeftAlone(string key) =>
        new($"{Name}: '{key}' is written in a form that is left alone. Change it by hand, and run the same command again.", DeploymentFailure.Usage);

    // A key without a namespace is the project's; older CLIs wrote nanoclaw:config:key. What is another project's keeps its name.
    private static string KeyOf(string name) =>
        name.Split(':') switch
        {
            [Namespace, var key] => key,
            [Namespace, Config, var key] => key,
            _ => name,
        };

    private StackValue ValueOf(YamlPiece piece) =>
        piece switch
        {
            YamlPiece.Scalar scalar => new StackValue.Scalar(scalar.Value),
            YamlPiece.Mapping { Entries: [({ Value: SecureKey }, YamlPiece.Scalar cipher)] } => new StackValue.Secure(cipher.Value),
            YamlPiece.Sequence sequence when sequence.Items.All(item => item is YamlPiece.Scalar) => new StackValue.List([
                .. sequence.Items.Select(item => ((YamlPiece.Scalar)item).Value),
            ]),
            _ => new StackValue.Other(Text[piece.Start..Math.Max(piece.Start, piece.End)]),
        };

    private static List<string> Merged(IReadOnlyList<string> before, IReadOnlyList<string> wanted) =>
        [.. before.Where(item => wanted.Contains(item, StringComparer.Ordinal)), .. wanted.Where(item => !before.Contains(item, StringComparer.Ordinal))];

    private StackFile Checked(string text, string key, StackValue value)
    {
        StackFile changed;
        try
        {
            changed = new(Name, text);
        }
        catch (DeploymentException exception)
        {
            throw new DeploymentException(LeftAlone(key).Message, DeploymentFailure.Usage, exception);
        }

        return value.Equals(changed.Get(key)) && Same(changed, key) ? changed : throw LeftAlone(key);
    }

    private bool Same(StackFile changed, string? except) =>
        All()
            .Where(pair => pair.Key != except)
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .SequenceEqual(changed.All().Where(pair => pair.Key != except).OrderBy(pair => pair.Key, StringComparer.Ordinal));
}
