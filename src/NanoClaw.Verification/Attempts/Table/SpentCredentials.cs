using static NanoClaw.Verification.Attempts.Make;

namespace NanoClaw.Verification.Attempts.Table;

/// <summary>Credentials that were good once, or are good elsewhere: all of them, and each layer's alone beside the other's right one.</summary>
internal static class SpentCredentials
{
    public static IEnumerable<Check> All =>
        [
            .. Of("other", "another environment's", t => t.Other, "Another environment's credentials are good here: who has a test's token has production."),
            .. Of("expired", "expired", t => t.Expired, "Credentials go on working when their time is over."),
            .. Of(
                "retired",
                "the generation before the previous one's",
                t => t.Retired,
                "A rotation does not end the old credentials: a leaked token is good for ever."
            ),
        ];

    private static IEnumerable<Check> Of(string group, string whose, Func<VerificationTarget, Spent> spent, string wrong)
    {
        string? WhyNot(VerificationTarget target) => spent(target) is { Credentials: null, WhyNot: var why } ? why : null;
        NanoClaw.Agents.AgentCredentials Spent(CheckContext c) => spent(c.Target).Credentials!;
        yield return Attempt(
            $"{group}.all",
            $"{whose} credentials",
            Guard.Access,
            new(wrong, Cures.Access),
            c => c.Run().Service(Spent(c).AccessClientId, Spent(c).AccessClientSecret).Bearer(Spent(c).Token),
            WhyNot
        );
        yield return Attempt(
            $"{group}.service",
            $"{whose} service token with the right bearer token",
            Guard.Access,
            new(wrong, Cures.Access),
            c => c.Run().Service(Spent(c).AccessClientId, Spent(c).AccessClientSecret).RightBearer(c),
            WhyNot
        );
        yield return Attempt(
            $"{group}.bearer",
            $"{whose} bearer token with the right service token",
            Guard.Worker,
            new(wrong, Cures.Worker),
            c => c.Run().RightService(c).Bearer(Spent(c).Token),
            WhyNot
        );
    }
}
