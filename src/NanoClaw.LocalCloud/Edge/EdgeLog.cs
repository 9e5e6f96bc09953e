using Microsoft.Extensions.Logging;

namespace NanoClaw.LocalCloud.Edge;

internal static partial class EdgeLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Host}{Path} refused with {Status} by {Rule} ({Ray})", EventName = "edge_refused")]
    public static partial void Refused(this ILogger logger, string method, string host, string path, int status, string rule, string ray);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Host}{Path} matched {Rule} ({Ray})", EventName = "edge_matched")]
    public static partial void Matched(this ILogger logger, string method, string host, string path, string rule, string ray);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The Worker {Script} at {Address} did not answer ({Ray})", EventName = "edge_worker_unreachable")]
    public static partial void WorkerUnreachable(this ILogger logger, string script, Uri address, string ray);
}
