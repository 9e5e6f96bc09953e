using NanoClaw.Host.Decisions;

namespace NanoClaw.Host.Tests;

public sealed class RuleTests
{
    [Theory]
    [InlineData("send_message", "family", false, "", RuleDecision.Allow)]
    [InlineData("send_message", "family", false, "web", RuleDecision.Allow)] // its answer goes there as well
    [InlineData("send_message", "main", true, "", RuleDecision.Hold)]
    [InlineData("schedule_task", "family", false, "", RuleDecision.Allow)]
    [InlineData("schedule_task", "family", false, "web", RuleDecision.Hold)]
    [InlineData("schedule_task", "family", false, "people", RuleDecision.Hold)]
    [InlineData("schedule_task", "main", false, "groups", RuleDecision.Hold)]
    [InlineData("schedule_task", "main", true, "", RuleDecision.Hold)]
    [InlineData("update_task", "family", false, "unknown", RuleDecision.Hold)]
    [InlineData("cancel_task", "family", false, "", RuleDecision.Allow)]
    [InlineData("cancel_task", "main", true, "", RuleDecision.Hold)]
    [InlineData("register_group", "main", true, "", RuleDecision.Hold)]
    [InlineData("refresh_groups", "main", false, "", RuleDecision.Allow)]
    public void By_default_what_reaches_others_and_what_strangers_may_have_had_scheduled_waits_for_a_person(
        string effect,
        string group,
        bool reachesOthers,
        string strangers,
        RuleDecision expected
    ) => Assert.Equal(expected, RuleTable.Default.Decide(Question(effect, group, reachesOthers, strangers)).Decision);

    [Theory]
    [InlineData("effect: any, group: main", "main", "", true)]
    [InlineData("effect: any, group: main", "family", "", false)]
    [InlineData("effect: any, group: others", "family", "", true)]
    [InlineData("effect: any, group: [main, family]", "family", "", true)]
    [InlineData("effect: any, group: club", "family", "", false)]
    [InlineData("effect: pause_task", "family", "", false)]
    [InlineData("effect: [pause_task, send_message]", "family", "", true)]
    [InlineData("effect: any, to: own", "family", "", true)]
    [InlineData("effect: any, to: others", "family", "", false)]
    [InlineData("effect: any, strangers: none", "family", "", true)]
    [InlineData("effect: any, strangers: none", "family", "web", false)]
    [InlineData("effect: any, strangers: any", "family", "", false)]
    [InlineData("effect: any, strangers: any", "family", "people", true)]
    [InlineData("effect: any, strangers: web", "family", "people", false)]
    [InlineData("effect: any, strangers: [web, people]", "family", "people", true)]
    [InlineData("effect: any, strangers: web", "family", "people web", true)]
    [InlineData("effect: any, strangers: web", "family", "unknown", true)] // it may be the web
    [InlineData("effect: any, strangers: web", "family", "mail", true)] // a newer Worker's word
    public void A_rule_fits_where_everything_it_names_does_and_else_a_person_is_asked(string rule, string group, string strangers, bool fits)
    {
        var table = RuleReader.Read($"rules: [{{ {rule}, decision: refuse }}]", "rules.yaml");

        Assert.Equal(fits ? RuleDecision.Refuse : RuleDecision.Hold, table.Decide(Question("send_message", group, reachesOthers: false, strangers)).Decision);
    }

    [Fact]
    public void A_folder_that_no_group_has_is_named_with_its_line_and_what_it_may_have_meant()
    {
        var table = RuleReader.Read(
            "rules:\n  - { effect: any, group: [main, others, Family, club], decision: hold }\n  - { effect: any, group: family, decision: refuse }\n",
            "rules.yaml"
        );

        Assert.Equal(
            ["rules.yaml, line 2: no group has the folder Family; there is family.", "rules.yaml, line 2: no group has the folder club."],
            table.FindStrayFolders(["family", "chief"])
        );
    }

    [Fact]
    public void The_first_rule_that_fits_decides_and_is_named_with_its_line()
    {
        var table = RuleReader.Read("# ours\nrules:\n  - effect: send_message\n    decision: refuse\n  - effect: any\n    decision: allow\n", "rules.yaml");

        var (decision, rule) = table.Decide(Question("send_message", "main", reachesOthers: false, ""));

        Assert.Equal((RuleDecision.Refuse, "rules.yaml, line 3"), (decision, table.Explain(rule)));
        Assert.Equal(RuleDecision.Allow, table.Decide(Question("pause_task", "main", reachesOthers: false, "")).Decision);
    }

    [Theory]
    [InlineData("", 1, "the key rules")]
    [InlineData("rules:", 1, "rules is a list")]
    [InlineData("rules: []", 1, "rules is a list")]
    [InlineData("rules:\n  - effect: any", 2, "needs the key decision")]
    [InlineData("rules:\n  - decision: allow", 2, "needs the key effect")]
    [InlineData("rules:\n  - effect: any\n    decision: alow", 3, "decision is one of allow, hold, refuse, not 'alow'")]
    [InlineData("rules:\n  - effect: send_mesage\n    decision: allow", 2, "not 'send_mesage'")]
    [InlineData("rules:\n  - effect: any\n    strangers: wbe\n    decision: allow", 3, "not 'wbe'")]
    [InlineData("rules:\n  - effect: any\n    strangers: [none, web]\n    decision: allow", 3, "none stands alone")]
    [InlineData("rules:\n  - effect: any\n    to: everyone\n    decision: allow", 3, "to is one of own, others")]
    [InlineData("rules:\n  - effect: any\n    group: ../etc\n    decision: allow", 3, "a group's folder, not '../etc'")]
    [InlineData("rules:\n  - effect: []\n    decision: allow", 2, "effect is an empty list")]
    [InlineData("rules:\n  - effect: any\n    decison: allow\n    decision: hold", 3, "unknown key 'decison'")]
    [InlineData("rules:\n  - effect: any\n    decision: hold\n    decision: allow", 4, "")]
    [InlineData("rules:\n  - effect: any\n   decision: [", 3, "")]
    [InlineData("rules: [{ effect: any, decision: 0 }]", 1, "not '0'")]
    [InlineData("---\nrules: [{ effect: any, decision: hold }]\n---\nrules: []", 1, "one document")]
    public async Task A_file_that_makes_no_sense_stops_the_start_with_the_line_and_why(string text, int line, string reason)
    {
        await using var world = await Support.World.CreateAsync();

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => world.RuleAsync(text));

        Assert.StartsWith($"{world.Options.RulesPath}, line {line}: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_stops_the_start_and_one_that_is_not_there_means_the_defaults()
    {
        var folder = Directory.CreateTempSubdirectory("nanoclaw-rules-");
        Assert.Same(RuleTable.Default, RuleTable.Read(Path.Combine(folder.FullName, "rules.yaml")));
        Assert.Same(RuleTable.Default, RuleTable.Read(null));
        Assert.Throws<InvalidDataException>(() => RuleTable.Read(folder.FullName));
        folder.Delete();
    }

    private static EffectQuestion Question(string effect, string group, bool reachesOthers, string strangers) =>
        new()
        {
            Effect = effect,
            Group = group,
            IsMain = group == "main",
            ReachesOthers = reachesOthers,
            Strangers = strangers.Length == 0 ? [] : strangers.Split(' '),
        };
}
