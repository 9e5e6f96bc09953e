using NanoClaw.Deployment.Cloudflare;
using NanoClaw.Deployment.Permissions;
using NanoClaw.Infra.Components;

namespace NanoClaw.Deployment.Setup.Surveying;

/// <summary>Looks at what the first update depends on, says each thing as it is found, and gathers what stands in the way.</summary>
internal sealed class Surveyor(CloudflareClient cloudflare, ISetupConversation conversation, Place place, List<string> blockers)
{
    /// <summary>Tries the API token's permissions one by one.</summary>
    public async Task<IReadOnlyList<PermissionFinding>> TryPermissionsAsync(NeededFeatures needed, CancellationToken cancellationToken)
    {
        var permissions = PermissionTable.For(needed);
        var findings = await new PermissionProbe(cloudflare.Api, place.Account.Id, place.Zone.Id)
            .TryAsync(permissions, cancellationToken)
            .ConfigureAwait(false);
        foreach (var finding in findings)
        {
            Say(finding);
        }

        var lacking = findings.Where(finding => finding.IsLacking).Select(finding => finding.Permission).ToList();
        if (lacking.Count > 0)
        {
            conversation.Say(
                SetupMark.Note,
                $"Edit the token: {PageOfToken}, the token's name, Edit, Add more; Account Resources: {place.Account.Name}; Zone Resources: {place.Zone.Name}."
            );
            conversation.Say(SetupMark.Note, $"Or make a new one from this link, which chooses most of them: {TokenLink.Create(permissions).AbsoluteUri}");
            conversation.Say(SetupMark.Note, $"and add by hand: {string.Join(", ", TokenLink.ByHand(permissions))}.");
        }

        return findings;
    }

    /// <summary>Looks at the rest.</summary>
    public async Task<Survey> LookAsync(bool ownsZone, CancellationToken cancellationToken)
    {
        LookAtZone();
        var team = await cloudflare.TeamAsync(place.Account.Id, cancellationToken).ConfigureAwait(false);
        switch (team)
        {
            case { Exists: false }:
                Block(
                    $"There is no Zero Trust team. Choose a team name and the Free plan ($0 up to 50 people; service tokens take no seat): {DashboardPages.ZeroTrust}"
                );
                break;
            case { Domain: { } domain }:
                conversation.Say(SetupMark.Good, $"Zero Trust team: {domain}");
                break;
        }

        var subdomain = await cloudflare.WorkersSubdomainAsync(place.Account.Id, cancellationToken).ConfigureAwait(false);
        conversation.Say(
            subdomain is null ? SetupMark.Change : SetupMark.Good,
            subdomain is null ? "workers.dev subdomain: none yet; without one Cloudflare takes no Worker" : $"workers.dev subdomain: {subdomain}"
        );
        return new()
        {
            Team = team,
            WorkersSubdomain = subdomain,
            Rulesets = ownsZone
                ? await cloudflare
                    .RulesetsAsync(place.Zone.Id, [.. PermissionTable.Phases.Select(phase => phase.Phase)], cancellationToken)
                    .ConfigureAwait(false)
                : [],
        };
    }

    /// <summary>Looks at whether the hostname is free.</summary>
    public async Task LookAtHostnameAsync(string hostname, string workerName, CancellationToken cancellationToken)
    {
        var worker = await cloudflare.WorkerOfHostnameAsync(place.Account.Id, hostname, cancellationToken).ConfigureAwait(false);
        // A stack of an older program attached it to the agent's own.
        if (worker == workerName || worker == Front.ScriptNameOf(workerName))
        {
            conversation.Say(SetupMark.Good, $"Hostname: {hostname} is this stack's Worker's");
            return;
        }

        if (worker is not null)
        {
            Block($"{hostname} belongs to the Worker '{worker}'. Choose another with --hostname, or take it off that Worker: its Settings, Domains & Routes.");
            return;
        }

        var inTheWay = (await cloudflare.DnsRecordsAsync(place.Zone.Id, hostname, cancellationToken).ConfigureAwait(false) ?? [])
            .Where(record => record.IsInTheWay)
            .ToList();
        if (inTheWay.Count == 0)
        {
            conversation.Say(SetupMark.Good, $"Hostname: {hostname} is free");
        }

        foreach (var record in inTheWay)
        {
            Block(
                $"A DNS record is in the way of {hostname}: {record.Type} {record.Content}. Choose another with --hostname, or delete it: {DashboardPages.Dns(place.Account.Id, place.Zone.Name)}"
            );
        }
    }

    private string PageOfToken => place.Token.IsAccountOwned ? DashboardPages.OfAccount(place.Account.Id) : DashboardPages.Mine;

    private void LookAtZone()
    {
        if (!place.Zone.IsActive)
        {
            Block(
                $"The zone {place.Zone.Name} is not active yet ({place.Zone.Status}). At the registrar of the domain, set its name servers to {(place.Zone.NameServers.Count == 0 ? "those that Cloudflare names" : string.Join(" and ", place.Zone.NameServers))}; it may take a day."
            );
        }

        if (place.Zone.IsPaused)
        {
            Block($"The zone {place.Zone.Name} is paused: nothing of Cloudflare's guards it. Its overview page, Advanced Actions, Enable.");
        }

        if (!place.Zone.IsFull)
        {
            Block(
                $"The DNS of {place.Zone.Name} is not at Cloudflare, and a Worker's custom domain needs that. Convert the zone to a full one, or use another."
            );
        }

        if (place.Zone.Plan is null)
        {
            conversation.Say(SetupMark.Note, "The zone's plan was not told: zonePlan stays as it is, and free where it is not set.");
        }
    }

    private void Say(PermissionFinding finding)
    {
        var permission = finding.Permission;
        switch (finding)
        {
            case { State: PermissionState.Granted }:
                conversation.Say(SetupMark.Good, permission.ToString());
                break;
            case { State: PermissionState.SwitchedOff } when permission.For == "r2":
                Block(
                    $"R2 is not switched on in the account: {DashboardPages.R2(place.Account.Id)} (it asks for a means of payment; 10 GB are free), or leave it with --r2 no."
                );
                break;
            case { State: PermissionState.SwitchedOff }:
                conversation.Say(SetupMark.Note, $"{permission}: cannot be told before there is a Zero Trust team");
                break;
            case { IsLacking: false }:
                conversation.Say(SetupMark.Note, $"{permission}: not given, and not needed ({permission.For})");
                break;
            case { State: PermissionState.ReadOnly }:
                Block($"The API token may only read: {permission}, for {permission.For}");
                break;
            default:
                Block($"The API token lacks {permission}, for {permission.For}");
                break;
        }
    }

    private void Block(string text)
    {
        blockers.Add(text);
        conversation.Say(SetupMark.Lacking, text);
    }
}
