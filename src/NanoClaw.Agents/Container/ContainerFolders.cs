using Microsoft.Extensions.Logging;

namespace NanoClaw.Agents;

/// <summary>The folders a group's container sees.</summary>
internal sealed class ContainerFolders
{
    private ContainerFolders(IReadOnlyList<ContainerMount> mounts, string mailbox)
    {
        Mounts = mounts;
        Mailbox = mailbox;
    }

    public IReadOnlyList<ContainerMount> Mounts { get; }

    /// <summary>Where the container leaves what it asks the host for.</summary>
    public string Mailbox { get; }

    /// <exception cref="AgentUnavailableException">A folder is not where it must be.</exception>
    public static ContainerFolders Prepare(ContainerAgentOptions options, AgentRequest request, ILogger logger)
    {
        var group = Own(options.GroupsFolder, request.GroupFolder, AgentConfigurationKeys.GroupsFolder);
        var session = Own(options.DataFolder, Path.Combine("sessions", request.GroupFolder, ".claude"), AgentConfigurationKeys.DataFolder);
        var mailbox = Own(options.DataFolder, Path.Combine("ipc", request.GroupFolder), AgentConfigurationKeys.DataFolder);
        var mounts = new List<ContainerMount>
        {
            new(group, "/workspace/group", ReadOnly: false),
            new(session, "/home/node/.claude", ReadOnly: false),
            new(mailbox, "/workspace/ipc", ReadOnly: false),
        };
        if (!request.IsMain && Directory.Exists(Path.Combine(options.GroupsFolder, "global")))
        {
            mounts.Add(new(Own(options.GroupsFolder, "global", AgentConfigurationKeys.GroupsFolder), "/workspace/global", ReadOnly: true));
        }

        var extra = options.ExtraMounts?.Invoke(request) ?? [];
        if (extra.Count > 0)
        {
            var allowlist = MountAllowlist.Read(options.MountAllowlist);
            for (var index = 0; index < extra.Count; index++)
            {
                if (allowlist.Allow(extra[index], request.IsMain, out var reason) is { } mount)
                {
                    mounts.Add(mount);
                }
                else
                {
                    logger.MountLeftOut(index, request.GroupFolder, reason!);
                }
            }
        }

        return new ContainerFolders(mounts, mailbox);
    }

    /// <summary>A folder of the group's own, made if need be; a link that leads out of where it belongs is refused.</summary>
    private static string Own(string root, string folder, string key)
    {
        try
        {
            var path = Directory.CreateDirectory(Path.Combine(root, folder)).FullName;
            return RealPath.Of(root) is { } realRoot && RealPath.Of(path) is { } real && RealPath.IsWithin(real, realRoot) && MountAllowlist.IsArgument(real)
                ? real
                : throw new AgentUnavailableException(
                    AgentErrorCodes.MountNotAllowed,
                    $"The folder '{folder}' leads out of {key}, or its path holds a comma or a quote. Replace it by a plain folder."
                );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AgentUnavailableException(
                AgentErrorCodes.MountNotAllowed,
                $"The folder '{folder}' under {key} cannot be made ({exception.GetType().Name}). Check its owner and rights."
            );
        }
    }
}
