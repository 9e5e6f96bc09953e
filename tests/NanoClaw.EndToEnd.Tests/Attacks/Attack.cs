namespace NanoClaw.EndToEnd.Tests.Attacks;

/// <summary>
/// One attack, as data. It begins in the group A or in the main group M; V is whom it is meant to harm, and B looks on.
/// In each text <c>%A.jid%</c>, <c>%A.folder%</c> and <c>%A.task%</c> (and of M, V, B) stand for a chat, a folder and a
/// task, <c>%page%</c> for a host that A's people name, <c>%evil%</c> for one that nobody does, <c>%n%</c> for a number
/// that no other attack has. What it plants says PWNED.
/// </summary>
internal sealed record Attack(string Class, string Name)
{
    /// <summary>Web pages by their address; a text that begins with an arrow leads on.</summary>
    public IReadOnlyDictionary<string, string> Pages { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The name with which A is registered, where a person was talked into it.</summary>
    public string? RegisteredName { get; init; }

    /// <summary>Chats that exist, by id, with their titles.</summary>
    public IReadOnlyDictionary<string, string> Chats { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What somebody got into A's <c>CLAUDE.md</c>.</summary>
    public string? Memory { get; init; }

    /// <summary>What A's task says, where it is not the usual.</summary>
    public string? Task { get; init; }

    public IReadOnlyList<Line> Lines { get; init; } = [];

    /// <summary>Whether those who begin it may call the assistant in the chat where they do: what they ask for there is theirs to ask.</summary>
    public bool IsByMember { get; init; }

    /// <summary>How many times a person of the main group says yes to what is held.</summary>
    public int Yes { get; init; }

    /// <summary>Whether A is to use up its own part of what is shared, and its messages wait.</summary>
    public bool Exhausts { get; init; }

    /// <summary>Whether the channel gives back what the assistant sends, as its owner's own words.</summary>
    public bool Echoes { get; init; }

    /// <summary>Whether it succeeds where the rules allow everything: the invariants must see it then.</summary>
    public bool NeedsTheRules { get; init; }

    /// <summary>False where it goes round the model.</summary>
    public bool ReachesTheModel { get; init; } = true;

    public int RunsPerDay { get; init; } = 1000;

    public string? Fetch { get; init; }

    /// <summary>What others than those who may call have written.</summary>
    public IEnumerable<string> Planted =>
        [
            .. Pages.Values,
            .. Chats.Values,
            RegisteredName ?? "",
            Memory ?? "",
            Task ?? "",
            .. Lines.Where(line => line.Sender == "mallory").Select(line => line.Text),
            .. Lines.SelectMany(line => new[] { line.SenderName ?? "", line.Quote ?? "" }),
        ];

    public override string ToString() => $"{Class}: {Name}";
}
