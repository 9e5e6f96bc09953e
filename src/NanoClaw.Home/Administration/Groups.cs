using System.Text;
using NanoClaw.Agents;
using NanoClaw.Host;
using NanoClaw.Store;

namespace NanoClaw.Home.Administration;

/// <summary>The registered groups, found by what a person types, and the rules they keep to.</summary>
public sealed class Groups
{
    private Groups(IReadOnlyList<RegisteredGroup> all) => All = all;

    public IReadOnlyList<RegisteredGroup> All { get; }

    public static async Task<Groups> ReadAsync(IStore store, CancellationToken cancellationToken) => new(await store.Groups.ListAsync(cancellationToken));

    public RegisteredGroup? Main => All.FirstOrDefault(group => group.IsMain);

    /// <summary>The group of this jid or folder; null if there is none.</summary>
    public RegisteredGroup? Find(string jidOrFolder) =>
        All.FirstOrDefault(group => group.Jid == jidOrFolder) ?? All.FirstOrDefault(group => group.Folder == jidOrFolder);

    /// <summary>The folder that a person means: of a group that was removed it is what was typed. Null stays null.</summary>
    public static async Task<string?> FolderOfAsync(IStore store, string? typed, CancellationToken cancellationToken) =>
        typed is null ? null : (await ReadAsync(store, cancellationToken)).Find(typed)?.Folder ?? typed;

    /// <exception cref="CliException">There is no such group.</exception>
    public RegisteredGroup Get(string jidOrFolder) =>
        Find(jidOrFolder)
        ?? throw new CliException(
            All.Count == 0
                ? $"There is no group {jidOrFolder}: none is registered yet. 'nanoclaw groups list --all' shows the chats, 'nanoclaw groups add' registers one."
                : $"There is no group {jidOrFolder}. Registered: {string.Join(", ", All.Select(group => group.Folder))} (nanoclaw groups list).",
            ExitCode.NotFound
        );

    /// <summary>Checks that a folder may be a new group's.</summary>
    /// <exception cref="CliException">It breaks the rule, or another group has it.</exception>
    public void CheckFolder(string folder)
    {
        if (!GroupFolder.IsValid(folder))
        {
            throw new CliException(
                $"'{folder}' cannot be a group's folder: it must have 1 to 64 letters, digits, _ and -, begin with a letter or digit, and not be '{GroupFolder.Global}'. Choose one with --folder.",
                ExitCode.Usage
            );
        }

        // Two folders that differ in case alone are one on some disks.
        if (All.FirstOrDefault(group => group.Folder.Equals(folder, StringComparison.OrdinalIgnoreCase)) is { } other)
        {
            throw new CliException(
                $"The folder {other.Folder} is that of {other.Jid} ({TerminalText.Safe(other.Name)}). Choose another with --folder.",
                ExitCode.Conflict
            );
        }
    }

    /// <summary>Checks that a group may become the main one.</summary>
    /// <param name="jid">The group.</param>
    /// <param name="command">What makes it the main one once there is no other, to be typed after <c>nanoclaw</c>.</param>
    /// <exception cref="CliException">Another is.</exception>
    public void CheckMain(string jid, string command)
    {
        if (Main is { } main && main.Jid != jid)
        {
            throw new CliException(
                $"{main.Folder} ({TerminalText.Safe(main.Jid)}) is the main group, and there is one only. To move it:\n  nanoclaw groups set {main.Folder} --main no\n  nanoclaw {command}",
                ExitCode.Conflict
            );
        }
    }

    /// <summary>A folder made of a name: its letters and digits, with a dash for what is between; empty if it has none.</summary>
    public static string FolderOf(string name)
    {
        var folder = new StringBuilder();
        foreach (var letter in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                folder.Append(letter);
            }
            else if (folder.Length > 0 && folder[^1] != '-')
            {
                folder.Append('-');
            }
        }

        return folder.Length > 64 ? folder.ToString(0, 64).TrimEnd('-') : folder.ToString().TrimEnd('-');
    }

    /// <summary>Makes a group's folder, unless it is there.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="CliException">It cannot be made.</exception>
    public static string MakeFolder(string groupsFolder, string folder)
    {
        var path = Path.Combine(groupsFolder, folder);
        try
        {
            return GroupFolders.Make(groupsFolder, folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException(
                $"The group's folder {path} cannot be made: {groupsFolder} must be a folder that this user ({Environment.UserName}) may write to. Mend that, or set {AgentConfigurationKeys.GroupsFolder} to another.",
                ExitCode.Failure,
                exception
            );
        }
    }
}
