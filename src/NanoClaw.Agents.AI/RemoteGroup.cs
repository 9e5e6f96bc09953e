namespace NanoClaw.Agents.AI;

/// <summary>Whose agent answers: the group that a remote agent stands for, and what the agent is told of it each time.</summary>
public sealed record RemoteGroup
{
    /// <summary>Names a group, with its folder for its chat's id too.</summary>
    /// <param name="folder">The group's folder: <c>^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$</c>, not <c>global</c>.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    public RemoteGroup(string folder)
    {
        Folder = AgentContract.IsGroupFolder(folder)
            ? folder
            : throw new ArgumentException(
                "A group's folder has 1 to 64 letters, digits, _ and -, begins with a letter or digit, and is not 'global'.",
                nameof(folder)
            );
        ChatJid = folder;
    }

    /// <summary>The group's folder: its sessions, its memory and its share of everything are under this name.</summary>
    public string Folder { get; }

    /// <summary>The chat that the turns are for; 1 to 256 characters, no control characters. Default: the folder.</summary>
    public string ChatJid { get; init; }

    /// <summary>Whether it is the main group, whose agent may act for all. Default: no.</summary>
    public bool IsMain { get; init; }

    /// <summary>The assistant's name, time zone, model and whatever else the agent is to know; null: nothing.</summary>
    public AgentMetadata? Metadata { get; init; }
}
