using static NanoClaw.Verification.Attempts.Make;

namespace NanoClaw.Verification.Attempts.Table;

/// <summary>The pages for people, which no program's credentials open.</summary>
internal static class Admin
{
    private const string Path = "/admin";

    private static readonly Stakes OwnStakes = new(
        "/admin is open to who is no listed person: Access has no application for it, or one that lets in more.",
        "See that Access has an application for HOST/admin and HOST/admin/* with the policy for nanoclaw:adminEmails alone: pulumi up --stack STACK."
    );

    public static IEnumerable<Check> All =>
        [
            Attempt("admin.none", "/admin without a login", Guard.Access, OwnStakes, c => c.Get(Path)),
            Attempt("admin.service", "/admin with the right service token", Guard.Access, OwnStakes, c => c.Get(Path).RightService(c)),
            Attempt("admin.both", "/admin with the right credentials of a program", Guard.Access, OwnStakes, c => c.Get(Path).Right(c)),
            Attempt("admin.below", "a page below /admin with the right service token", Guard.Access, OwnStakes, c => c.Get($"{Path}/sessions").RightService(c)),
            Attempt(
                "admin.forged",
                "/admin with a forged login",
                Guard.Access,
                OwnStakes,
                c => c.Get(Path).With("Cookie", "CF_Authorization=" + ForgedJwt.Person(c))
            ),
            Attempt(
                "admin.unsigned",
                "/admin with a login without a signature",
                Guard.Access,
                OwnStakes,
                c => c.Get(Path).With("Cookie", "CF_Authorization=" + ForgedJwt.Unsigned(c))
            ),
            Attempt(
                "admin.email",
                "/admin with a person's address in a header",
                Guard.Access,
                OwnStakes,
                c => c.Get(Path).With("Cf-Access-Authenticated-User-Email", "admin@example.com")
            ),
            Attempt("admin.post", "POST at /admin without a login", Guard.Access, OwnStakes, c => c.Post([], Path)),
            Attempt("admin.switch", "POST of the switch without a login", Guard.Access, OwnStakes, c => c.Post([], $"{Path}/switch")),
            Attempt(
                "admin.conversation",
                "a conversation with the right service token",
                Guard.Access,
                OwnStakes,
                c => c.Get($"{Path}/conversation?group=main&session=s").RightService(c)
            ),
            Attempt("admin.upper-case", "/ADMIN", Guard.Edge, new(OwnStakes.Wrong, Cures.Paths), c => c.Get("/ADMIN").RightService(c)),
        ];
}
