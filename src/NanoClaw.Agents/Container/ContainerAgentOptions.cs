using System.ComponentModel.DataAnnotations;

namespace NanoClaw.Agents;

/// <summary>How the container runtime starts containers.</summary>
public sealed class ContainerAgentOptions
{
    /// <summary><c>CONTAINER_ENGINE</c>: <c>docker</c>, the default, <c>container</c> (Apple's), or a path to either.</summary>
    [Required(ErrorMessage = AgentConfigurationKeys.ContainerEngine + " must be docker, container, or a path to either.")]
    public string Engine { get; set; } = "docker";

    /// <summary><c>CONTAINER_IMAGE</c>: the agent's image. Default <c>nanoclaw-agent:latest</c>.</summary>
    [Required(ErrorMessage = AgentConfigurationKeys.ContainerImage + " must name an image.")]
    public string Image { get; set; } = "nanoclaw-agent:latest";

    /// <summary><c>CONTAINER_TIMEOUT</c> (ms): the longest a container may go without a result. 1 s to 24 h, default 30 min.</summary>
    [MillisecondsRange(1000, 86_400_000, ErrorMessage = AgentConfigurationKeys.ContainerTimeout + " must be from 1000 to 86400000 (ms).")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// <c>IDLE_TIMEOUT</c> (ms): a container that waits may stay that long, so the timeout is at least 30 s more. 1 s
    /// to 24 h, default 30 min.
    /// </summary>
    [MillisecondsRange(1000, 86_400_000, ErrorMessage = AgentConfigurationKeys.ContainerIdleTimeout + " must be from 1000 to 86400000 (ms).")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary><c>CONTAINER_MAX_OUTPUT_SIZE</c>: the most bytes kept of a container's output. 1 KiB to 1 GiB, default 10 MiB.</summary>
    [Range(1024L, 1024L * 1024 * 1024, ErrorMessage = AgentConfigurationKeys.ContainerMaxOutputBytes + " must be from 1024 to 1073741824.")]
    public long MaxOutputBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary><c>GROUPS_DIR</c>: the folder of the groups' folders. Default <c>groups</c>.</summary>
    [Required(ErrorMessage = AgentConfigurationKeys.GroupsFolder + " must name a folder.")]
    public string GroupsFolder { get; set; } = "groups";

    /// <summary><c>DATA_DIR</c>: the folder of the containers' sessions and messages. Default <c>data</c>.</summary>
    [Required(ErrorMessage = AgentConfigurationKeys.DataFolder + " must name a folder.")]
    public string DataFolder { get; set; } = "data";

    /// <summary><c>CONTAINER_ENV</c>: names of this process's environment variables that the container gets. Default none.</summary>
    public IReadOnlyList<string> EnvironmentNames { get; set; } = [];

    /// <summary>
    /// <c>MOUNT_ALLOWLIST</c>: the file that allows extra mounts; missing, none are allowed. Default
    /// <c>~/.config/nanoclaw/mount-allowlist.json</c>.
    /// </summary>
    public string MountAllowlist { get; set; } = "~/.config/nanoclaw/mount-allowlist.json";

    /// <summary>The extra mounts a request's group asks for, or null. What the allowlist does not allow is left out.</summary>
    public Func<AgentRequest, IReadOnlyList<ExtraMount>>? ExtraMounts { get; set; }

    /// <summary><c>AGENT_LOG_CONTENT</c>: whether prompts and texts go to the log, at Debug. Default false.</summary>
    public bool LogContent { get; set; }

    /// <summary>After so long without a result a container is stopped.</summary>
    internal TimeSpan HardTimeout
    {
        get
        {
            var idle = IdleTimeout + TimeSpan.FromSeconds(30);
            return Timeout > idle ? Timeout : idle;
        }
    }
}
