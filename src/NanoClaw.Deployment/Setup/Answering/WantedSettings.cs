using NanoClaw.Deployment.StackFiles;
using NanoClaw.Infra.Settings;

namespace NanoClaw.Deployment.Setup.Answering;

/// <summary>What a stack's file is to say, gathered key by key.</summary>
internal sealed class WantedSettings(string stack, StackFile file)
{
    private static readonly IReadOnlyList<string> Order = [.. SettingKeys.All.Select(definition => definition.Key)];

    private readonly List<SettingChange> _changes = [];

    public StackFile File { get; private set; } = file;

    public IReadOnlyList<SettingChange> Changes => _changes;

    /// <summary>A text; null leaves what is there.</summary>
    public void Set(string key, string? text)
    {
        if (text is not null)
        {
            Set(key, new StackValue.Scalar(text));
        }
    }

    /// <summary>A flag that is true where it is asked for, and written only where that differs from its default.</summary>
    public void Set(string key, bool? flag)
    {
        if (flag is { } on && (on || File.Get(key) is not null))
        {
            Set(key, new StackValue.Scalar(on ? "true" : "false"));
        }
    }

    /// <summary>A list; an empty one is written only where there is another.</summary>
    public void Set(string key, IReadOnlyList<string>? items)
    {
        if (items is not null && (items.Count > 0 || File.Get(key) is not null))
        {
            Set(key, new StackValue.List(items));
        }
    }

    private void Set(string key, StackValue value)
    {
        var before = File.Get(key);
        var after = File.With(key, value, Order);
        if (!ReferenceEquals(after, File))
        {
            File = after;
            _changes.Add(new(stack, key, before?.ToString(), File.Get(key)!.ToString()!));
        }
    }
}
