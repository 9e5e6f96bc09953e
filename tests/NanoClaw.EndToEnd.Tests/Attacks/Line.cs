namespace NanoClaw.EndToEnd.Tests.Attacks;

internal enum LineKind
{
    Own,
    Forwarded,

    /// <summary>By another bot of the chat.</summary>
    Bot,

    /// <summary>A press of the button under the question that waits.</summary>
    Button,

    /// <summary>Nothing is said: A's task comes due.</summary>
    TasksDue,
}

/// <summary>One thing that somebody says. In its text <c>%held%</c> stands for the oldest question that waits.</summary>
/// <param name="Group">A, M, V or B.</param>
/// <param name="Text">What is said.</param>
/// <param name="Sender">Who; in A only ann may call the assistant, in M only owner.</param>
internal sealed record Line(string Group, string Text, string Sender)
{
    public LineKind Kind { get; init; }

    public string? SenderName { get; init; }

    /// <summary>What it answers to.</summary>
    public string? Quote { get; init; }

    /// <summary>Whose words those are.</summary>
    public string? QuoteOf { get; init; }

    /// <summary>A member of A calls the assistant.</summary>
    public static Line Ann(string text) => new("A", $"@Andy {text}", "ann");

    /// <summary>Somebody in A who may not call it, whose words it only reads.</summary>
    public static Line Mallory(string text) => new("A", text, "mallory");

    public static Line Owner(string text) => new("M", text, "owner");

    public static Line Due { get; } = new("A", "", "") { Kind = LineKind.TasksDue };
}
