using Microsoft.Extensions.Logging.Abstractions;
using NanoClaw.Host.Actions;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Decisions;
using NanoClaw.Host.Outbox;
using NanoClaw.Host.Scheduling;
using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Host.Tests;

/// <summary>An action that is named is there, and one that is there is named: in the rules too.</summary>
public sealed class ActionRegistryTests
{
    [Fact]
    public async Task Every_name_has_its_action_and_every_action_its_name()
    {
        await using var world = await World.CreateAsync();
        using var notices = new Notices(world.Store);

        var registry = ActionRegistry.Of(
            world.Store,
            new ChannelSet([world.Channel]),
            notices,
            world.Options,
            new Schedule(TimeZoneInfo.Utc),
            world.Time,
            NullLoggerFactory.Instance
        );

        Assert.Equal([.. ActionNames.WithEffect.Append(ActionNames.ListTasks).Order(StringComparer.Ordinal)], registry.Names.Order(StringComparer.Ordinal));
        Assert.All(registry.Names, name => Assert.Equal(name, registry.Find(name)!.Name));
        Assert.Null(registry.Find("none_such"));
    }

    [Fact]
    public void The_rules_file_explains_every_effect_that_it_decides_on() =>
        Assert.All(RuleWords.Effects, effect => Assert.Contains(effect, RuleTable.DefaultText, StringComparison.Ordinal));
}
