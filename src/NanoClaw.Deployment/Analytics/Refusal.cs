using System.Net;
using NanoClaw.Deployment.Cloudflare;

namespace NanoClaw.Deployment.Analytics;

/// <summary>
/// What an answer means that does not tell what it was asked for. Cloudflare's errors are words alone:
/// https://developers.cloudflare.com/analytics/graphql-api/errors/.
/// </summary>
internal static class Refusal
{
    /// <summary>Whether a shorter time may be asked for.</summary>
    public static bool IsTooWide(GraphAnswer answer) => answer.Says("wider than") || answer.Says("time range is too");

    public static AnalyticsFailure Of(GraphAnswer answer) =>
        answer switch
        {
            _ when answer.Says("does not have access to the path") => AnalyticsFailure.Plan,
            { Status: HttpStatusCode.Unauthorized } => AnalyticsFailure.Token,
            _ when answer.Says("Unauthorized")
                    || answer.Says("Authentication error")
                    || answer.Says("Invalid access token")
                    || answer.Says("Invalid API Token") => AnalyticsFailure.Token,
            { Status: HttpStatusCode.Forbidden } => AnalyticsFailure.Permission,
            _ when answer.Says("not authorized") => AnalyticsFailure.Permission,
            _ when answer.Says("older than") => AnalyticsFailure.TooOld,
            _ when answer.Says("budget depleted") || answer.Says("too many queries") || answer.Says("excessive resources") => AnalyticsFailure.Limited,
            { Errors.Count: > 0 } when answer.Says("Internal server error") => AnalyticsFailure.Unavailable,
            { Errors.Count: > 0 } => AnalyticsFailure.Changed,
            // No error, and no account.
            _ => AnalyticsFailure.Permission,
        };

    public static string Text(AnalyticsFailure failure, string accountId) =>
        failure switch
        {
            AnalyticsFailure.Token =>
                "Cloudflare does not know the analytics token, or it has expired. Make a new one (My Profile, API Tokens) with the permission Account Analytics: Read.",
            AnalyticsFailure.Permission =>
                $"The analytics token may not read account {accountId}. It needs the permission Account Analytics: Read for that account.",
            AnalyticsFailure.Plan => "The account's plan does not have this dataset, or the token may not read it.",
            AnalyticsFailure.TooOld => "Cloudflare does not keep it for so long.",
            AnalyticsFailure.Limited => "Cloudflare has had too many questions of this token. Ask again in five minutes.",
            AnalyticsFailure.Unavailable =>
                "Cloudflare's analytics cannot be reached, or are out of order. Is this machine online? https://www.cloudflarestatus.com says how they are.",
            _ => "Cloudflare's analytics do not know the question any more. A later release of NanoClaw may: nanoclaw version.",
        };

    /// <summary>Whether every other dataset would answer the same.</summary>
    public static bool IsForAll(AnalyticsFailure failure) =>
        failure is AnalyticsFailure.Token or AnalyticsFailure.Permission or AnalyticsFailure.Limited or AnalyticsFailure.Unavailable;
}
