namespace NanoClaw.Deployment.Setup;

/// <summary>A question of a setup, and the option that answers it beforehand.</summary>
/// <param name="Option">The option of the command, such as <c>--zone</c>.</param>
/// <param name="Text">The question.</param>
public sealed record SetupQuestion(string Option, string Text)
{
    /// <summary>What to choose from; empty where anything may be typed.</summary>
    public IReadOnlyList<SetupChoice> Choices { get; init; } = [];

    /// <summary>The answer where nothing is typed; null where something has to be.</summary>
    public string? Default { get; init; }

    /// <summary>What is wrong with an answer; null where it will do.</summary>
    public Func<string, string?> Check { get; init; } = static _ => null;

    /// <summary>What is wrong with an answer, the choices included.</summary>
    public string? MistakeIn(string answer) =>
        Choices.Count > 0 && Choices.All(choice => choice.Value != answer)
            ? $"it is one of {string.Join(", ", Choices.Select(choice => choice.Value))}"
            : Check(answer);
}

/// <summary>One of the answers to choose from.</summary>
/// <param name="Value">The answer.</param>
/// <param name="Text">What it means.</param>
public sealed record SetupChoice(string Value, string Text);
