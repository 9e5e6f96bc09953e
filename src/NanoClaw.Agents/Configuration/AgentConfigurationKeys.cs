namespace NanoClaw.Agents;

/// <summary>The keys this library reads, in the environment, a <c>.env</c> file or any other configuration.</summary>
public static class AgentConfigurationKeys
{
    /// <summary><c>cloudflare</c> (the default) or <c>container</c>.</summary>
    public const string Runtime = "AGENT_RUNTIME";

    /// <summary>The Worker's address: <c>https://host</c>, a port if need be.</summary>
    public const string Endpoint = "CLOUDFLARE_AGENT_ENDPOINT";

    /// <summary>The Worker's bearer token.</summary>
    public const string Token = "CLOUDFLARE_AGENT_TOKEN";

    /// <summary>The older name of <see cref="Token"/>, which Pulumi's provider reads as Cloudflare's API token.</summary>
    public const string OlderToken = "CLOUDFLARE_API_TOKEN";

    /// <summary>The token with which backups of the agent's sessions and notes are made and restored: the agent's own cannot.</summary>
    public const string BackupToken = "CLOUDFLARE_BACKUP_TOKEN";

    /// <summary>The Access service token's id.</summary>
    public const string AccessClientId = "CLOUDFLARE_ACCESS_CLIENT_ID";

    /// <summary>The Access service token's secret.</summary>
    public const string AccessClientSecret = "CLOUDFLARE_ACCESS_CLIENT_SECRET";

    /// <summary>How long nothing may come, in milliseconds.</summary>
    public const string RequestTimeout = "CLOUDFLARE_REQUEST_TIMEOUT";

    /// <summary>How long a run may take in all, in milliseconds.</summary>
    public const string TotalTimeout = "CLOUDFLARE_TOTAL_TIMEOUT";

    /// <summary>A PEM file with certificates to trust beside the machine's, for the agent's endpoint only.</summary>
    public const string CaFile = "CLOUDFLARE_AGENT_CA_FILE";

    /// <summary><c>true</c>: prompts and texts go to the log, at Debug.</summary>
    public const string LogContent = "AGENT_LOG_CONTENT";

    /// <summary>The container engine: <c>docker</c> (the default), <c>container</c> (Apple's), or a path to either.</summary>
    public const string ContainerEngine = "CONTAINER_ENGINE";

    /// <summary>The agent's image.</summary>
    public const string ContainerImage = "CONTAINER_IMAGE";

    /// <summary>The longest a container may run without a result, in milliseconds.</summary>
    public const string ContainerTimeout = "CONTAINER_TIMEOUT";

    /// <summary>How long a container may stay after its last result, in milliseconds.</summary>
    public const string ContainerIdleTimeout = "IDLE_TIMEOUT";

    /// <summary>The most bytes kept of a container's output.</summary>
    public const string ContainerMaxOutputBytes = "CONTAINER_MAX_OUTPUT_SIZE";

    /// <summary>The folder of the groups' folders.</summary>
    public const string GroupsFolder = "GROUPS_DIR";

    /// <summary>The folder of the containers' sessions.</summary>
    public const string DataFolder = "DATA_DIR";

    /// <summary>Names of environment variables to hand to the container, comma-separated; their values stay out of the arguments.</summary>
    public const string ContainerEnvironment = "CONTAINER_ENV";

    /// <summary>The file that allows extra mounts.</summary>
    public const string MountAllowlist = "MOUNT_ALLOWLIST";
}
