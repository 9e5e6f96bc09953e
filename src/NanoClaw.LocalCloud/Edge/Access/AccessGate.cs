namespace NanoClaw.LocalCloud.Edge.Access;

/// <summary>
/// Judges a request by the most specific application that covers it; nothing is inherited from others.
/// Bypass and Service Auth policies come before allow and deny, each in their precedence. Whom no policy lets in is refused.
/// Service tokens are judged strictly, as in every team made since October 2026: by Service Auth policies alone, on each request,
/// with 401 for a token that is not valid, 403 for one that is not for this application, and no cookie.
/// </summary>
internal sealed class AccessGate(AccessTokens tokens, TimeProvider time)
{
    public AccessVerdict Judge(AccessConfiguration access, string host, string path, string? clientId, string? clientSecret, string? cookie)
    {
        if (access.ApplicationFor(host, path) is not { } application)
        {
            return new AccessVerdict(access.DeniesUnmatched ? AccessOutcome.Forbidden : AccessOutcome.Pass, null);
        }

        if (application.Policies.Any(p => p.Decision == AccessDecision.Bypass && p.Admits(AccessIdentity.Nobody)))
        {
            return new AccessVerdict(AccessOutcome.Pass, application);
        }

        // Without a team there is no issuer, and so no token that a Worker could trust.
        if (access.TeamDomain is not { } team)
        {
            return new AccessVerdict(AccessOutcome.Forbidden, application);
        }

        if (clientId is not null || clientSecret is not null)
        {
            return JudgeService(access, application, team, clientId, clientSecret);
        }

        return cookie is not null && tokens.PersonIn(cookie, application, team) is { } email
            ? JudgePerson(application, email, cookie)
            : new AccessVerdict(application.Answers401 ? AccessOutcome.Unauthorized : AccessOutcome.Login, application);
    }

    /// <summary>The policy by which a person may log in to the application; null where there is none.</summary>
    public static AccessPolicy? PolicyFor(AccessApplication application, string email)
    {
        var identity = new AccessIdentity { Email = email };
        return
            application.Policies.Where(p => p.Decision is AccessDecision.Allow or AccessDecision.Deny).FirstOrDefault(p => p.Admits(identity))
                is { Decision: AccessDecision.Allow } policy
            ? policy
            : null;
    }

    private AccessVerdict JudgeService(AccessConfiguration access, AccessApplication application, string team, string? clientId, string? clientSecret)
    {
        if (
            clientId is null
            || clientSecret is null
            || !access.ServiceTokens.TryGetValue(clientId, out var token)
            || !token.Accepts(clientSecret, time.GetUtcNow())
        )
        {
            return new AccessVerdict(AccessOutcome.Unauthorized, application);
        }

        var identity = new AccessIdentity { Token = token };
        return application.Policies.FirstOrDefault(p => p.Decision == AccessDecision.ServiceAuth && p.Admits(identity)) is { } policy
            ? new AccessVerdict(AccessOutcome.Pass, application) { Assertion = tokens.ForService(token, application, policy, team) }
            : new AccessVerdict(AccessOutcome.Forbidden, application);
    }

    // Asked on every request, so that a person taken off the list is out at once.
    private static AccessVerdict JudgePerson(AccessApplication application, string email, string cookie) =>
        PolicyFor(application, email) is not null
            ? new AccessVerdict(AccessOutcome.Pass, application) { Email = email, Assertion = cookie }
            : new AccessVerdict(AccessOutcome.Forbidden, application);
}
