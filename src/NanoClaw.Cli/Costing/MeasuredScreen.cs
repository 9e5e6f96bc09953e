using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Costing;

/// <summary>What Cloudflare measured beside what the ledger reckons, as text.</summary>
internal sealed class MeasuredScreen(CliContext context, Action<string> say)
{
    public void Show(MeasuredCost measured)
    {
        context.Out.WriteLine();
        say(
            $"Cloudflare's own count of the whole account: {Amounts.Usd(measured.CloudflareUsd)} so far, {Amounts.Usd(measured.CloudflareProjectedUsd)} by the end; by the ledger it is {Amounts.Usd(measured.LedgerUsd)} so far."
        );
        var table = new TextTable("ITEM", "LEDGER", "CLOUDFLARE", "");
        foreach (var item in measured.Items)
        {
            table.Add(
                item.Name,
                item.Ledger is { } own ? Amounts.Units(own, item.Unit) : null,
                item.Cloudflare is { } theirs ? Amounts.Units(theirs, item.Unit) : "not told",
                item.Differs ? "differs"
                    : item.Cloudflare is null || item.Ledger is null ? null
                    : "agrees"
            );
        }

        table.Write(context);
        foreach (var item in measured.Items.Where(item => item.Differs))
        {
            say($"{item.Name}: {OneLine.Of(item.Why!)}");
        }

        foreach (var troubles in measured.Troubles.GroupBy(trouble => trouble.Text, StringComparer.Ordinal))
        {
            say(
                $"Not told by Cloudflare: {string.Join(", ", troubles.SelectMany(trouble => trouble.Unknown).Distinct(StringComparer.Ordinal))}. {troubles.Key}"
            );
        }
    }
}
