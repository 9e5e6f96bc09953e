using NanoClaw.Deployment.Cloudflare;
using NanoClaw.Deployment.Setup.Answering;
using NanoClaw.Deployment.StackFiles;

namespace NanoClaw.Deployment.Setup.Surveying;

/// <summary>Finds out whether the token is any good, and which account and zone it is about.</summary>
internal sealed class PlaceFinder(CloudflareClient cloudflare, ISetupConversation conversation, Answers answers, TimeProvider time)
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public async Task<Place> FindAsync(SetupRequest request, StackFile? file, CancellationToken cancellationToken)
    {
        var token = await cloudflare.VerifyTokenAsync(cancellationToken).ConfigureAwait(false);
        var (zones, isRefused) = await cloudflare.ZonesAsync(cancellationToken).ConfigureAwait(false);
        var listed = token is null ? [] : await cloudflare.AccountsAsync(cancellationToken).ConfigureAwait(false);
        List<Account> accounts =
        [
            .. listed.Concat(zones.Select(zone => zone.Account)).Where(account => account.Id.Length > 0).DistinctBy(account => account.Id),
        ];
        token = await DemandAsync(token, accounts, cancellationToken).ConfigureAwait(false);

        var account = await ChooseAccountAsync(request, file, accounts, zones, cancellationToken).ConfigureAwait(false);
        conversation.Say(SetupMark.Good, $"Account: {account.Name} ({account.Id})");
        var zone = await ChooseZoneAsync(request, file, account, [.. zones.Where(zone => zone.Account.Id == account.Id)], isRefused, cancellationToken)
            .ConfigureAwait(false);
        conversation.Say(SetupMark.Good, $"Zone: {zone.Name} ({zone.Id}), {(zone.Plan is null ? "plan not told" : $"{zone.Plan} plan")}");
        return new(token, account, zone);
    }

    // An account's own token is unknown to the endpoint of a person's tokens, and is asked about where it belongs.
    private async Task<TokenStatus> DemandAsync(TokenStatus? token, List<Account> accounts, CancellationToken cancellationToken)
    {
        for (var i = 0; token is null && i < accounts.Count; i++)
        {
            token = await cloudflare.VerifyAccountTokenAsync(accounts[i].Id, cancellationToken).ConfigureAwait(false);
        }

        switch (token)
        {
            case null:
                throw new DeploymentException(
                    $"Cloudflare does not know this API token: it was deleted or rolled, or is not whole. Make one at {DashboardPages.Mine} (or, for a token of the account, Manage Account, Account API Tokens).",
                    DeploymentFailure.Refused
                );
            case { Status: "disabled" }:
                throw new DeploymentException($"The API token is disabled. {PageOf(token, accounts)}: its menu, Enable.", DeploymentFailure.Refused);
            case { Status: "expired" }:
                throw new DeploymentException(
                    $"The API token has expired{(token.ExpiresOn is { } end ? $" on {end.UtcDateTime:yyyy-MM-dd}" : "")}. {PageOf(token, accounts)}: Edit, and give it a later end, or make a new one.",
                    DeploymentFailure.Refused
                );
            case { Status: not "active" }:
                throw new DeploymentException($"The API token is not active but '{token.Status}'. See {PageOf(token, accounts)}.", DeploymentFailure.Refused);
        }

        var ends = token.ExpiresOn is { } expires ? $", until {expires.UtcDateTime:yyyy-MM-dd}" : "";
        conversation.Say(SetupMark.Good, $"API token: active{ends}{(token.IsAccountOwned ? ", owned by the account" : "")}");
        if (token.ExpiresOn - time.GetUtcNow() < Soon)
        {
            conversation.Say(SetupMark.Note, "The API token ends soon: the monthly rotation will need one that does not.");
        }

        return token;
    }

    private static string PageOf(TokenStatus token, List<Account> accounts) =>
        token.IsAccountOwned ? DashboardPages.OfAccount(accounts[0].Id) : DashboardPages.Mine;

    private async Task<Account> ChooseAccountAsync(
        SetupRequest request,
        StackFile? file,
        List<Account> accounts,
        IReadOnlyList<Zone> zones,
        CancellationToken cancellationToken
    )
    {
        var kept = file?.Scalar("accountId") is { } id && !ExampleValue.IsId(id) ? id : null;
        var byZone =
            request.Account is null && kept is null && request.Zone is not null
                ? zones.Where(zone => Is(zone, request.Zone)).Select(zone => zone.Account).DistinctBy(account => account.Id).ToList()
                : [];
        var said = request.Account is null
            ? null
            : One(
                accounts,
                account => account.Id == request.Account || account.Name == request.Account,
                "--account",
                request.Account,
                accounts.Select(account => $"{account.Name} ({account.Id})")
            );
        if (kept is not null && said is not null && said.Id != kept)
        {
            throw new DeploymentException(
                $"{file!.Name} names the account {kept}, and --account another. Sessions live in the account and do not move: take accountId out of the file by hand, where that is meant.",
                DeploymentFailure.Conflict
            );
        }

        return (said, kept, byZone, accounts) switch
        {
            ({ }, _, _, _) => said,
            (_, { }, _, _) => accounts.Find(account => account.Id == kept)
                ?? throw new DeploymentException(
                    $"{file!.Name} names the account {kept}, which this API token does not see. It sees {ListOf(accounts)}. Use a token of that account.",
                    DeploymentFailure.Refused
                ),
            (_, _, [var only], _) => only,
            (_, _, _, []) => throw new DeploymentException(
                $"This API token sees no account and no zone. Give it 'Account | Account Settings | Read' and 'Zone | Zone | Read', for the account and the zone: {DashboardPages.Mine}.",
                DeploymentFailure.Refused
            ),
            (_, _, _, [var only]) => only,
            _ => await AskAsync(
                    new SetupQuestion("--account", "Which account?") { Choices = [.. accounts.Select(account => new SetupChoice(account.Id, account.Name))] },
                    choice => accounts.Find(account => account.Id == choice)!,
                    cancellationToken
                )
                .ConfigureAwait(false),
        };
    }

    private async Task<Zone> ChooseZoneAsync(
        SetupRequest request,
        StackFile? file,
        Account account,
        List<Zone> zones,
        bool isRefused,
        CancellationToken cancellationToken
    )
    {
        if (zones.Count == 0)
        {
            throw isRefused
                ? new DeploymentException(
                    $"This API token may not see zones. Give it 'Zone | Zone | Read' for your domain's zone: {DashboardPages.Mine}.",
                    DeploymentFailure.Refused
                )
                : new DeploymentException(
                    $"The account {account.Name} has no zone that this API token sees. Add your domain ({DashboardPages.AddZone(account.Id)}), or include its zone in the token: Zone Resources, at {DashboardPages.Mine}.",
                    DeploymentFailure.Conflict
                );
        }

        if (request.Zone is not null)
        {
            return One(zones, zone => Is(zone, request.Zone), "--zone", request.Zone, zones.Select(zone => zone.Name));
        }

        if (file?.Scalar("zoneId") is { } id && !ExampleValue.IsId(id))
        {
            return zones.Find(zone => zone.Id == id)
                ?? throw new DeploymentException(
                    $"{file.Name} names the zone {id}, which this API token does not see. It sees {string.Join(", ", zones.Select(zone => zone.Name))}.",
                    DeploymentFailure.Refused
                );
        }

        return zones is [var only]
            ? only
            : await AskAsync(
                    new SetupQuestion("--zone", "Which domain?")
                    {
                        Choices =
                        [
                            .. zones.Select(zone => new SetupChoice(zone.Name, $"{zone.Plan ?? "unknown"} plan{(zone.IsActive ? "" : $", {zone.Status}")}")),
                        ],
                    },
                    choice => zones.Find(zone => zone.Name == choice)!,
                    cancellationToken
                )
                .ConfigureAwait(false);
    }

    private async Task<T> AskAsync<T>(SetupQuestion question, Func<string, T> select, CancellationToken cancellationToken)
    {
        var answer = await answers.FindAsync(question, said: null, kept: null, cancellationToken).ConfigureAwait(false);
        answers.DemandAll();
        return select(answer!);
    }

    private static bool Is(Zone zone, string said) => zone.Id == said || string.Equals(zone.Name, said, StringComparison.OrdinalIgnoreCase);

    private static T One<T>(IEnumerable<T> all, Func<T, bool> isIt, string option, string said, IEnumerable<string> known) =>
        all.Where(isIt).ToList() switch
        {
            [var only] => only,
            [] => throw new DeploymentException(
                $"{option} '{said}': this API token sees no such thing. It sees {string.Join(", ", known)}.",
                DeploymentFailure.Usage
            ),
            _ => throw new DeploymentException(
                $"{option} '{said}': there are several; name the id. This API token sees {string.Join(", ", known)}.",
                DeploymentFailure.Usage
            ),
        };

    private static string ListOf(List<Account> accounts) =>
        accounts.Count == 0 ? "none" : string.Join(", ", accounts.Select(account => $"{account.Name} ({account.Id})"));
}
