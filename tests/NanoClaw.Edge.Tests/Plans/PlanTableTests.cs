using NanoClaw.Edge.Plans;

namespace NanoClaw.Edge.Tests.Plans;

public sealed class PlanTableTests
{
    [Theory]
    [InlineData(ZonePlan.Free, 5, 1, false)]
    [InlineData(ZonePlan.Pro, 20, 2, false)]
    [InlineData(ZonePlan.Business, 100, 5, true)]
    [InlineData(ZonePlan.Enterprise, 1000, 100, true)]
    public void A_plan_holds_its_number_of_rules(ZonePlan plan, int customRules, int rateLimits, bool regularExpressions)
    {
        var capabilities = PlanTable.For(plan);

        Assert.Equal(customRules, capabilities.CustomRules.MaxRules);
        Assert.Equal(rateLimits, capabilities.RateLimits.MaxRules);
        Assert.Equal(regularExpressions, capabilities.CustomRules.RegularExpressions);
    }

    [Theory]
    [InlineData(ZonePlan.Free, 10, 10)]
    [InlineData(ZonePlan.Pro, 60, 3_600)]
    [InlineData(ZonePlan.Business, 600, 86_400)]
    [InlineData(ZonePlan.Enterprise, 65_535, 86_400)]
    public void A_plan_counts_and_blocks_only_so_long(ZonePlan plan, int longestPeriod, int longestTimeout)
    {
        var limits = PlanTable.For(plan).RateLimits;

        Assert.Equal(10, limits.Periods[0]);
        Assert.Equal(longestPeriod, limits.Periods[^1]);
        Assert.Equal(longestTimeout, limits.MaxMitigationTimeout);
        Assert.Null(limits.RefusalOf(longestPeriod, longestTimeout));
        Assert.Contains("period", limits.RefusalOf(longestPeriod + 1, 10), StringComparison.Ordinal);
        Assert.Contains("timeout", limits.RefusalOf(10, longestTimeout + 1), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ZonePlan.Free, "http.host", false)]
    [InlineData(ZonePlan.Pro, "http.host", true)]
    [InlineData(ZonePlan.Pro, "http.request.method", false)]
    [InlineData(ZonePlan.Business, "http.request.method", true)]
    [InlineData(ZonePlan.Business, "http.request.headers", false)]
    [InlineData(ZonePlan.Enterprise, "http.request.headers", true)]
    public void A_plan_knows_the_fields_of_its_rate_limits(ZonePlan plan, string field, bool allowed) =>
        Assert.Equal(allowed, PlanTable.For(plan).RateLimits.Fields.Contains(field));

    [Fact]
    public void Counting_by_header_needs_advanced_rate_limiting()
    {
        const string ByHeader = "http.request.headers[\"authorization\"]";

        Assert.False(PlanTable.For(ZonePlan.Enterprise).RateLimits.AllowsCharacteristic(ByHeader));
        Assert.True(PlanTable.For(ZonePlan.Enterprise, advancedRateLimiting: true).RateLimits.AllowsCharacteristic(ByHeader));
        Assert.All(Enum.GetValues<ZonePlan>(), plan => Assert.True(PlanTable.For(plan).RateLimits.AllowsCharacteristic("cf.colo.id")));
    }

    [Fact]
    public void Advanced_rate_limiting_below_enterprise_is_refused_with_the_plan_by_name() =>
        Assert.Contains(
            "business",
            Assert.Throws<ArgumentException>(() => PlanTable.For(ZonePlan.Business, advancedRateLimiting: true)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Cloudflare_s_own_ruleset_on_free_is_never_one_to_deploy()
    {
        Assert.Empty(PlanTable.For(ZonePlan.Free).DeployableRulesets);
        Assert.All(Enum.GetValues<ZonePlan>(), plan => Assert.DoesNotContain(ManagedRuleset.Free, PlanTable.For(plan).DeployableRulesets));
    }

    [Fact]
    public void A_higher_plan_allows_everything_a_lower_one_does()
    {
        var plans = Enum.GetValues<ZonePlan>().Select(p => PlanTable.For(p)).ToList();
        foreach (var (lower, higher) in plans.Zip(plans.Skip(1)))
        {
            Assert.True(higher.CustomRules.MaxRules > lower.CustomRules.MaxRules);
            Assert.ProperSubset(higher.RateLimits.Fields.ToHashSet(), lower.RateLimits.Fields.ToHashSet());
            Assert.Subset(higher.RateLimits.Periods.ToHashSet(), lower.RateLimits.Periods.ToHashSet());
            Assert.Subset(higher.CustomRules.Actions.ToHashSet(), lower.CustomRules.Actions.ToHashSet());
        }
    }
}
