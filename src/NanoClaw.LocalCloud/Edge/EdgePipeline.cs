using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NanoClaw.Edge.Requests;
using NanoClaw.LocalCloud.Edge.Access;
using NanoClaw.LocalCloud.Edge.Declared;
using NanoClaw.LocalCloud.Edge.Forwarding;
using NanoClaw.LocalCloud.Edge.RateLimiting;
using NanoClaw.LocalCloud.Edge.Responses;
using NanoClaw.LocalCloud.Edge.WorkersDev;

namespace NanoClaw.LocalCloud.Edge;

/// <summary>
/// Judges a request in Cloudflare's order: HTTPS, custom rules, rate limits, Access, header transforms, Worker.
/// Source: https://developers.cloudflare.com/ruleset-engine/reference/phases-list/.
/// </summary>
internal sealed class EdgePipeline(
    RateLimiter limiter,
    AccessGate gate,
    AccessPages accessPages,
    WorkerForwarder forwarder,
    TimeProvider time,
    ILogger logger,
    Func<int> httpsPort
)
{
    public async Task InvokeAsync(HttpContext context, EdgeState state)
    {
        var edge = state.Declared;
        var request = context.Request;
        var rayId = Random.Shared.NextInt64().ToString("x16", CultureInfo.InvariantCulture);
        var ray = rayId + "-LOC";
        context.Response.Headers["cf-ray"] = ray;

        if (WorkersDevAddresses.Covers(request.Host.Host))
        {
            await AnswerWorkersDevAsync(context, state, rayId);
            return;
        }

        var isKeySet = request.Path == "/cdn-cgi/access/certs";
        if (!request.IsHttps && edge.Transport.AlwaysUseHttps && !isKeySet)
        {
            RedirectToHttps(context);
            return;
        }

        AddTransportHeaders(context, edge.Transport);
        if (await accessPages.TryAnswerAsync(context, edge.Access, ray))
        {
            return;
        }

        var seen = RequestReader.Read(context, rayId, time.GetUtcNow());
        if (await RefuseByCustomRuleAsync(context, edge, seen, ray) || await RefuseByAccessOrForwardAsync(context, state, seen, ray))
        {
            string? rule = context.Response.Headers[EdgeResponses.RuleHeader];
            logger.Refused(seen.Method, seen.Host, seen.Path, context.Response.StatusCode, rule ?? "", ray);
        }
    }

    // No zone, so no rule of one, and no application of Access.
    private async Task AnswerWorkersDevAsync(HttpContext context, EdgeState state, string rayId)
    {
        var seen = RequestReader.Read(context, rayId, time.GetUtcNow());
        if (state.Declared.WorkersDev.ScriptAt(context.Request.Host.Host) is { } script)
        {
            await ForwardToAsync(
                context,
                state,
                seen,
                script,
                new EdgeHeaders(rayId + "-LOC", seen.ClientAddress.ToString(), context.Request.Scheme, seen.Uri)
            );
        }
        else
        {
            await context.RefuseAsync("workers_dev", StatusCodes.Status404NotFound, EdgePages.NothingHere(seen.Host, rayId + "-LOC"));
        }
    }

    private void RedirectToHttps(HttpContext context)
    {
        var request = context.Request;
        var port = httpsPort() == 443 ? "" : ":" + httpsPort().ToString(CultureInfo.InvariantCulture);
        context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
        context.Response.Headers.Location = $"https://{request.Host.Host}{port}{request.PathBase}{request.Path}{request.QueryString}";
        context.Response.Headers[EdgeResponses.RuleHeader] = "always_use_https";
    }

    private static void AddTransportHeaders(HttpContext context, TransportSettings transport)
    {
        if (context.Request.IsHttps && transport.StrictTransportSecurity is { } value)
        {
            context.Response.Headers.StrictTransportSecurity = value;
            if (transport.NoSniff)
            {
                context.Response.Headers.XContentTypeOptions = "nosniff";
            }
        }
    }

    private async Task<bool> RefuseByCustomRuleAsync(HttpContext context, DeclaredEdge edge, RuleRequest seen, string ray)
    {
        var skipsRateLimits = false;
        foreach (var rule in edge.CustomRules)
        {
            if (!rule.Expression.IsMatch(seen))
            {
                continue;
            }

            switch (rule.Action)
            {
                case RuleAction.Block:
                    await context.RefuseAsync(rule.Reference, StatusCodes.Status403Forbidden, EdgePages.Blocked(seen.Host, ray), rule.Response);
                    return true;
                case RuleAction.Challenge:
                    await ChallengeAsync(context, rule.Reference, seen, ray);
                    return true;
                case RuleAction.Skip:
                    skipsRateLimits |= rule.SkippedPhases.Contains(RulesetReader.RateLimitPhase);
                    break;
                default:
                    logger.Matched(seen.Method, seen.Host, seen.Path, rule.Reference, ray);
                    break;
            }

            if (rule is { Action: RuleAction.Skip, SkipsRest: true })
            {
                break;
            }
        }

        return !skipsRateLimits && await RefuseByRateLimitAsync(context, edge, seen, ray);
    }

    private async Task<bool> RefuseByRateLimitAsync(HttpContext context, DeclaredEdge edge, RuleRequest seen, string ray)
    {
        if (limiter.Judge(edge.RateLimits, seen) is not { } verdict)
        {
            return false;
        }

        context.RetryAfter(verdict.RetryAfter);
        if (verdict.Rule.Action == RuleAction.Challenge)
        {
            await ChallengeAsync(context, verdict.Rule.Reference, seen, ray);
        }
        else
        {
            await context.RefuseAsync(
                verdict.Rule.Reference,
                StatusCodes.Status429TooManyRequests,
                EdgePages.RateLimited(seen.Host, ray),
                verdict.Rule.Response
            );
        }

        return true;
    }

    private static Task ChallengeAsync(HttpContext context, string reference, RuleRequest seen, string ray)
    {
        context.Response.Headers["cf-mitigated"] = "challenge";
        return context.RefuseAsync(reference, StatusCodes.Status403Forbidden, EdgePages.Challenge(seen.Host, ray));
    }

    private async Task<bool> RefuseByAccessOrForwardAsync(HttpContext context, EdgeState state, RuleRequest seen, string ray)
    {
        var headers = context.Request.Headers;
        var verdict = gate.Judge(
            state.Declared.Access,
            context.Request.Host.Host,
            seen.Path,
            Single(headers["cf-access-client-id"]),
            Single(headers["cf-access-client-secret"]),
            context.Request.Cookies[AccessPages.Cookie]
        );
        var rule = "access/" + (verdict.Application?.Name ?? "deny_unmatched_requests");
        if (verdict.Outcome != AccessOutcome.Pass)
        {
            AccessHeaders.AddTo(context, verdict.Application);
        }

        switch (verdict.Outcome)
        {
            case AccessOutcome.Unauthorized:
                await context.RefuseAsync(rule, StatusCodes.Status401Unauthorized, EdgePages.Unauthorized(seen.Host, ray));
                return true;
            case AccessOutcome.Forbidden:
                await context.RefuseAsync(rule, StatusCodes.Status403Forbidden, EdgePages.Forbidden(seen.Host, ray));
                return true;
            case AccessOutcome.Login:
                context.Response.Headers.Location = AccessPages.LoginAddress(context.Request, seen.Uri);
                context.Response.Headers[EdgeResponses.RuleHeader] = rule;
                context.Response.StatusCode = StatusCodes.Status302Found;
                return true;
            default:
                return await ForwardAsync(context, state, seen, verdict, ray);
        }
    }

    private async Task<bool> ForwardAsync(HttpContext context, EdgeState state, RuleRequest seen, AccessVerdict verdict, string ray)
    {
        var host = context.Request.Host.Host;
        var script =
            state.Declared.Routes.FirstOrDefault(route => route.Covers(host, seen.Uri))?.Script ?? state.Declared.ScriptsByHost.GetValueOrDefault(host);
        if (script is null)
        {
            await context.RefuseAsync("unknown_hostname", 530, EdgePages.UnknownHost(seen.Host, ray));
            return true;
        }

        return await ForwardToAsync(
            context,
            state,
            seen,
            script,
            new EdgeHeaders(ray, seen.ClientAddress.ToString(), context.Request.Scheme, seen.Uri) { Assertion = verdict.Assertion, Email = verdict.Email }
        );
    }

    private async Task<bool> ForwardToAsync(HttpContext context, EdgeState state, RuleRequest seen, string script, EdgeHeaders edgeHeaders)
    {
        var ray = edgeHeaders.Ray;
        if (state.Workers.TryGetValue(script, out var worker))
        {
            switch (await forwarder.ForwardAsync(context, worker, edgeHeaders))
            {
                case ForwardOutcome.Answered:
                    return false;
                case ForwardOutcome.BodyTooLarge:
                    await RefuseBodyAsync(context, StatusCodes.Status413PayloadTooLarge, EdgePages.BodyTooLarge, ray);
                    return true;
                case ForwardOutcome.BodyMalformed:
                    await RefuseBodyAsync(context, StatusCodes.Status400BadRequest, EdgePages.BodyMalformed, ray);
                    return true;
                default:
                    logger.WorkerUnreachable(script, worker, ray);
                    break;
            }
        }

        context.Response.Clear();
        context.Response.Headers["cf-ray"] = ray;
        await context.RefuseAsync("worker/" + script, 521, EdgePages.WorkerUnreachable(seen.Host, ray));
        return true;
    }

    private static Task RefuseBodyAsync(HttpContext context, int status, string error, string ray)
    {
        context.Response.Clear();
        context.Response.Headers["cf-ray"] = ray;
        return context.RefuseAsync("request_body", status, error, new DeclaredResponse(status, "application/json", error));
    }

    // Two values of a credential are none.
    private static string? Single(Microsoft.Extensions.Primitives.StringValues values) => values.Count == 0 ? null : values.ToString();
}
