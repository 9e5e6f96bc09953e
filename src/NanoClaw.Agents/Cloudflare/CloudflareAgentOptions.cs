using System.ComponentModel.DataAnnotations;

namespace NanoClaw.Agents;

/// <summary>How the Cloudflare runtime calls the Worker. It holds no secret: those come from <see cref="IAgentCredentialSource"/>.</summary>
public sealed class CloudflareAgentOptions
{
    /// <summary>
    /// <c>CLOUDFLARE_AGENT_ENDPOINT</c>: <c>https://host</c> or <c>https://host:port</c>, nothing after it. Names under
    /// <c>.localhost</c> always lead to this machine.
    /// </summary>
    [Required(ErrorMessage = AgentConfigurationKeys.Endpoint + " is missing. Set it to the stack's output agentEndpoint: nanoclaw config pull.")]
    public Uri? Endpoint { get; set; }

    /// <summary><c>CLOUDFLARE_AGENT_CA_FILE</c>: a PEM file with certificates to trust beside the machine's, for this client only. Null: none.</summary>
    public string? CaFile { get; set; }

    /// <summary><c>CLOUDFLARE_REQUEST_TIMEOUT</c> (ms): how long nothing may come, the Worker's comment lines counted. 1 s to 1 h, default 120 s.</summary>
    [MillisecondsRange(1000, 3_600_000, ErrorMessage = AgentConfigurationKeys.RequestTimeout + " must be from 1000 to 3600000 (ms).")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary><c>CLOUDFLARE_TOTAL_TIMEOUT</c> (ms): how long a run may take in all, with waiting and retries. 1 s to 24 h, default 30 min.</summary>
    [MillisecondsRange(1000, 86_400_000, ErrorMessage = AgentConfigurationKeys.TotalTimeout + " must be from 1000 to 86400000 (ms).")]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Attempts after the first that may follow each other without a new event between them. 0 to 20, default 5.</summary>
    [Range(0, 20, ErrorMessage = nameof(MaxRetries) + " must be from 0 to 20.")]
    public int MaxRetries { get; set; } = 5;

    /// <summary>The longest a retry waits: where more is asked for, the failure is handed on at once. 0 to 1 h, default 60 s.</summary>
    [MillisecondsRange(0, 3_600_000, ErrorMessage = nameof(MaxRetryDelay) + " must be from 0 to 1 h.")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The most bytes of one event. 1 KiB to 64 MiB, default 1 MiB.</summary>
    [Range(1024, 64 * 1024 * 1024, ErrorMessage = nameof(MaxEventBytes) + " must be from 1024 to 67108864.")]
    public int MaxEventBytes { get; set; } = 1024 * 1024;

    /// <summary>The most bytes of one run's answer, with all its resumptions. 1 KiB to 1 GiB, default 32 MiB.</summary>
    [Range(1024L, 1024L * 1024 * 1024, ErrorMessage = nameof(MaxResponseBytes) + " must be from 1024 to 1073741824.")]
    public long MaxResponseBytes { get; set; } = 32L * 1024 * 1024;

    /// <summary>
    /// Whether events are streamed (the default), or the answer is taken whole, for a way that cannot stream. Whole
    /// answers number no events.
    /// </summary>
    public bool Streaming { get; set; } = true;

    /// <summary><c>AGENT_LOG_CONTENT</c>: whether prompts and texts go to the log, at Debug. Default false. Credentials never do.</summary>
    public bool LogContent { get; set; }
}
