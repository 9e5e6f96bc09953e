using System.Globalization;
using NanoClaw.Edge.Plans;
using NanoClaw.Infra.Settings;
using NanoClaw.Pricing;
using Pulumi;
using Pulumi.Cloudflare;
using Pulumi.Cloudflare.Inputs;

namespace NanoClaw.Infra.Components;

/// <summary>What <see cref="Alerts"/> are made from.</summary>
public sealed record AlertsArgs
{
    public required string AccountId { get; init; }

    /// <summary>Prefix of every name, the environment's own.</summary>
    public required string Name { get; init; }

    public required AlertSettings Settings { get; init; }

    public required PlanCapabilities Plan { get; init; }
}

/// <summary>
/// Mails before something stops: a service token that is about to expire, and usage that alone would use up the month's budget.
/// They inform and stop nothing; the hard caps are the Worker's own.
/// </summary>
public sealed class Alerts : ComponentResource
{
    private static readonly UsageMeter[] Meters =
    [
        new("worker_requests", "Worker requests", PriceTable.Of(CloudItem.WorkerRequests)),
        new("worker_durable_objects_requests", "Durable Object requests", PriceTable.Of(CloudItem.ObjectRequests)),
        new("worker_durable_objects_duration", "Durable Object GB-s", PriceTable.Of(CloudItem.ObjectDuration)),
    ];

    public Alerts(string name, AlertsArgs args, ComponentResourceOptions? options = null)
        : base("nanoclaw:index:Alerts", name, options)
    {
        ArgumentNullException.ThrowIfNull(args);

        Create(args, "service-token", "expiring_service_token_alert", "A service token is about to expire: raise rotationVersion", filters: null);
        if (args.Plan.UsageAlerts)
        {
            foreach (var meter in Meters)
            {
                var units = meter.UnitsFor(args.Settings.MonthlyBudgetUsd - PriceTable.SubscriptionUsd);
                Create(
                    args,
                    meter.Product.Replace('_', '-'),
                    "billing_usage_alert",
                    $"{units:N0} {meter.Description} a month would alone cost the budget of {args.Settings.MonthlyBudgetUsd} USD",
                    new NotificationPolicyFiltersArgs { Products = { meter.Product }, Limits = { units.ToString(CultureInfo.InvariantCulture) } }
                );
            }
        }

        RegisterOutputs();
    }

    private void Create(AlertsArgs args, string name, string alertType, string description, Input<NotificationPolicyFiltersArgs>? filters) =>
        _ = new NotificationPolicy(
            name,
            new()
            {
                AccountId = args.AccountId,
                Name = $"{args.Name}: {name}",
                Description = description,
                AlertType = alertType,
                Enabled = true,
                Mechanisms = new NotificationPolicyMechanismsArgs
                {
                    Emails = args.Settings.Emails.Select(email => new NotificationPolicyMechanismsEmailArgs { Id = email }).ToArray(),
                },
                Filters = filters,
            },
            LogicalName.Child(this, $"{args.Name}-{name}")
        );

    private sealed record UsageMeter(string Product, string Description, Price Price)
    {
        public long UnitsFor(decimal usd) => (long)Price.Included + (long)Math.Round(Math.Max(0, usd) / Price.UsdPerUnit);
    }
}
