namespace NanoClaw.Host.Runs;

/// <summary>What a group's agent is told of its memory: its own <c>CLAUDE.md</c>, and the global one before it.</summary>
internal sealed class GroupMemory(HostOptions options)
{
    private const string FileName = "CLAUDE.md";

    public async Task<string?> ReadAsync(string folder, bool isMain, CancellationToken cancellationToken)
    {
        if (!GroupFolder.IsValid(folder))
        {
            throw new ArgumentException($"{folder} is not a group's folder.", nameof(folder));
        }

        var global = isMain ? null : await ReadFileAsync(GroupFolder.Global, cancellationToken);
        var own = await ReadFileAsync(folder, cancellationToken);
        var memory = string.Join("\n\n", new[] { global, own }.Where(text => !string.IsNullOrWhiteSpace(text)));
        return memory.Length > 0 ? memory : null;
    }

    /// <summary>A link that leads out of the groups' folder is not followed.</summary>
    private async Task<string?> ReadFileAsync(string folder, CancellationToken cancellationToken)
    {
        var file = new FileInfo(Path.Combine(options.GroupsFolder, folder, FileName));
        if (!file.Exists || file.LinkTarget is not null || file.Directory!.LinkTarget is not null)
        {
            return null;
        }

        return await File.ReadAllTextAsync(file.FullName, cancellationToken);
    }
}
