using Microsoft.Extensions.Logging;

namespace NanoClaw.Host.Requests;

/// <summary>What a group's agent is told of its memory: its own <c>CLAUDE.md</c>, and the global one before it.</summary>
internal sealed partial class GroupMemory(HostOptions options, ILogger<GroupMemory> logger)
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

    /// <summary>What is no memory holds no message up: the run goes on without it, and the agent is told.</summary>
    private async Task<string?> ReadFileAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(options.GroupsFolder, folder, FileName);
        if (!MemoryFile.IsTooLarge(path))
        {
            return await MemoryFile.ReadAsync(path, cancellationToken);
        }

        LogLeftOut(logger, path, MemoryFile.Largest / 1024 / 1024);
        return $"(The file {FileName} of {folder} was left out, since it is larger than {MemoryFile.Largest / 1024 / 1024} MiB.)";
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Path} was left out: it is larger than {MiB} MiB, and no memory. Shorten it.",
        EventName = "memory_left_out"
    )]
    private static partial void LogLeftOut(ILogger logger, string path, int miB);
}
