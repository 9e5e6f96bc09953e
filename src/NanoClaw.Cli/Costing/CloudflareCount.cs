using System.Text.Json;
using NanoClaw.Cost.Comparing;
using NanoClaw.Cost.Ledger;
using NanoClaw.Deployment.Analytics;
using NanoClaw.Deployment.Cloudflare;
using NanoClaw.Home.Keys;
using NanoClaw.Home.Settings;
using NanoClaw.Pricing;

namespace NanoClaw.Cli.Costing;

/// <summary>Asks Cloudflare for its own count, where the settings have a token for that.</summary>
internal sealed class CloudflareCount(CliContext context, AssistantSettings settings)
{
    private const int AccountIdLength = 32;

    /// <returns>Null where no token is set.</returns>
    /// <exception cref="CliException">The settings make no sense.</exception>
    public async Task<MeasuredCost?> ReadAsync(LedgerMonth month, bool isBilled, CancellationToken cancellationToken)
    {
        var values = new SettingReader(settings.Configuration);
        if (values.Text(CostKeys.AnalyticsToken) is not { } text)
        {
            return null;
        }

        if (!ApiToken.TryParse(text, out var token, out var mistake))
        {
            throw new CliException($"{CostKeys.AnalyticsToken}: {mistake}", ExitCode.Usage);
        }

        if (values.Text(CostKeys.AccountId) is not { Length: AccountIdLength } account || !account.All(char.IsAsciiHexDigit))
        {
            throw new CliException(
                $"{CostKeys.AnalyticsToken} is set, so {CostKeys.AccountId} must be the account's id: {AccountIdLength} hexadecimal digits, beside the account's name in Cloudflare's dashboard.",
                ExitCode.Usage
            );
        }

        using var http = CloudflareApi.CreateClient(CloudflareAddress.Of(context));
        var api = new CloudflareApi(http, token, context.Time, context.Error.WriteLine);
        var report = await new UsageAnalytics(api, account).ReadAsync(
            DateOnly.FromDateTime(month.Period.Start.UtcDateTime),
            DateOnly.FromDateTime(month.At.AddTicks(-1).UtcDateTime),
            month.Period.Days,
            cancellationToken
        );
        var compared = Comparison.Of(month, new(report.Units, report.RequestsByWorker), isBilled);
        return new(
            compared.LedgerUsd,
            compared.CloudflareUsd,
            compared.CloudflareProjectedUsd,
            compared.Items,
            [
                .. report.Troubles.Select(trouble => new TroubleEntry(
                    trouble.Dataset,
                    JsonNamingPolicy.CamelCase.ConvertName(trouble.Failure.ToString()),
                    [.. trouble.Items.Select(item => PriceTable.Of(item).Name)],
                    trouble.Text
                )),
            ]
        );
    }
}
