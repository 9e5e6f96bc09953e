using System.Collections.Frozen;

namespace NanoClaw.Agents;

/// <summary>The stable words of <see cref="AgentException.Code"/>: the contract's, and at the end this library's own.</summary>
public static class AgentErrorCodes
{
    /// <summary>A binding of the Worker is missing or half-made.</summary>
    public const string Misconfigured = "misconfigured";

    /// <summary>The host is not in the Worker's allow-list.</summary>
    public const string HostNotAllowed = "host_not_allowed";

    /// <summary>The request came by plain HTTP.</summary>
    public const string HttpsRequired = "https_required";

    /// <summary>No such path.</summary>
    public const string NotFound = "not_found";

    /// <summary>No such method on that path.</summary>
    public const string MethodNotAllowed = "method_not_allowed";

    /// <summary>The body was not <c>application/json</c>.</summary>
    public const string UnsupportedMediaType = "unsupported_media_type";

    /// <summary>The body has more than 262,144 bytes.</summary>
    public const string BodyTooLarge = "body_too_large";

    /// <summary>The bearer token is missing or not valid.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>Cloudflare Access did not vouch for this client.</summary>
    public const string AccessDenied = "access_denied";

    /// <summary>Too many requests by this token or address.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>The body was not JSON.</summary>
    public const string InvalidJson = "invalid_json";

    /// <summary>A field or a header breaks its rule.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>The stack lists no such model.</summary>
    public const string ModelUnknown = "model_unknown";

    /// <summary>The run's id belongs to another request.</summary>
    public const string RunConflict = "run_conflict";

    /// <summary>The run to take up again is not kept.</summary>
    public const string RunUnknown = "run_unknown";

    /// <summary>The group has no such session: start afresh without one.</summary>
    public const string SessionUnknown = "session_unknown";

    /// <summary>Too many runs wait in this group.</summary>
    public const string GroupBusy = "group_busy";

    /// <summary>Something that guards or holds the runs cannot be reached for the moment.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>The owner has switched the agent off.</summary>
    public const string SwitchedOff = "switched_off";

    /// <summary>The cap of runs a day or a month is reached.</summary>
    public const string RunCapReached = "run_cap_reached";

    /// <summary>The model's API refused its key.</summary>
    public const string ModelUnauthorized = "model_unauthorized";

    /// <summary>The model's API limits the rate.</summary>
    public const string ModelRateLimited = "model_rate_limited";

    /// <summary>The model's API is overloaded.</summary>
    public const string ModelOverloaded = "model_overloaded";

    /// <summary>The model's API failed or could not be reached.</summary>
    public const string ModelUnavailable = "model_unavailable";

    /// <summary>The model's API refused the request.</summary>
    public const string ModelRefused = "model_refused";

    /// <summary>The model's API gave a cut stream or events that make no sense.</summary>
    public const string ModelProtocol = "model_protocol";

    /// <summary>The turn took longer than it may.</summary>
    public const string TurnTimeout = "turn_timeout";

    /// <summary>The turn needed more model calls than it may make.</summary>
    public const string StepLimit = "step_limit";

    /// <summary>The turn gave more output than it may.</summary>
    public const string OutputLimit = "output_limit";

    /// <summary>The turn gave the model more to read than it may.</summary>
    public const string InputLimit = "input_limit";

    /// <summary>The run's Durable Object was restarted.</summary>
    public const string Interrupted = "interrupted";

    /// <summary>The run was stopped by whoever asked for it.</summary>
    public const string Stopped = "stopped";

    /// <summary>A fault of the Worker.</summary>
    public const string Internal = "internal";

    /// <summary>This library's: the endpoint could not be reached, or the connection kept breaking.</summary>
    public const string ConnectionFailed = "connection_failed";

    /// <summary>This library's: the endpoint's certificate was not trusted, or TLS could not be agreed on.</summary>
    public const string TlsFailed = "tls_failed";

    /// <summary>This library's: the answer was not what the contract describes.</summary>
    public const string Protocol = "protocol";

    /// <summary>This library's: the answer was larger than it may be.</summary>
    public const string ResponseTooLarge = "response_too_large";

    /// <summary>This library's: nothing came for the request timeout, or the run took longer than the total.</summary>
    public const string Timeout = "timeout";

    /// <summary>This library's: the credentials are missing or malformed.</summary>
    public const string CredentialsInvalid = "credentials_invalid";

    /// <summary>This library's: the container engine could not be started.</summary>
    public const string EngineUnavailable = "engine_unavailable";

    /// <summary>This library's: the container ended with an error.</summary>
    public const string ContainerFailed = "container_failed";

    /// <summary>This library's: a mount is not allowed.</summary>
    public const string MountNotAllowed = "mount_not_allowed";

    internal static FrozenSet<string> Known { get; } =
        FrozenSet.ToFrozenSet(
            [
                Misconfigured,
                HostNotAllowed,
                HttpsRequired,
                NotFound,
                MethodNotAllowed,
                UnsupportedMediaType,
                BodyTooLarge,
                Unauthorized,
                AccessDenied,
                RateLimited,
                InvalidJson,
                InvalidRequest,
                RunConflict,
                RunUnknown,
                SessionUnknown,
                GroupBusy,
                Unavailable,
                SwitchedOff,
                RunCapReached,
                ModelUnauthorized,
                ModelRateLimited,
                ModelOverloaded,
                ModelUnavailable,
                ModelRefused,
                ModelProtocol,
                TurnTimeout,
                StepLimit,
                OutputLimit,
                InputLimit,
                Interrupted,
                Stopped,
                Internal,
                ConnectionFailed,
                TlsFailed,
                Protocol,
                ResponseTooLarge,
                Timeout,
                CredentialsInvalid,
                EngineUnavailable,
                ContainerFailed,
                MountNotAllowed,
            ],
            StringComparer.Ordinal
        );
}
