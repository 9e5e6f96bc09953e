namespace NanoClaw.Host.Text;

/// <summary>What a message has to begin with to call the assistant: <c>^@Andy\b</c>, whatever the case.</summary>
public sealed class Trigger
{
    private readonly string _text;

    private Trigger(string text) => _text = text;

    /// <summary>The group's own trigger or, where it has none, the assistant's name after an <c>@</c>.</summary>
    public static Trigger Of(string? groupTrigger, string assistantName)
    {
        var own = JavaScriptText.Trim(groupTrigger ?? "");
        return new Trigger(own.Length > 0 ? own : $"@{assistantName}");
    }

    /// <summary>A text that calls: it is put before one whose writer named the assistant's account instead.</summary>
    public string Before(string content, string assistantName) =>
        IsCalledBy(content) ? content : $"{_text}{(JavaScriptText.IsWord(_text[^1]) ? "" : assistantName)} {content}";

    /// <summary>Whether that is the call and nothing else.</summary>
    public bool IsOnly(string content) => IsCalledBy(content) && JavaScriptText.Trim(content).Length <= _text.Length;

    public bool IsCalledBy(string content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var said = JavaScriptText.Trim(content);
        if (said.Length < _text.Length)
        {
            return false;
        }

        for (var index = 0; index < _text.Length; index++)
        {
            if (!JavaScriptText.EqualsIgnoringCase(said[index], _text[index]))
            {
                return false;
            }
        }

        var wordGoesOn = said.Length > _text.Length && JavaScriptText.IsWord(said[_text.Length]);
        return JavaScriptText.IsWord(_text[^1]) != wordGoesOn;
    }
}
