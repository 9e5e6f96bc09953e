namespace NanoClaw.Cli.Tests.Administration;

public sealed class RulesTests : AdministrationFixture
{
    private string RulesFile => Path.Combine(Nanoclaw.Folder, "rules.yaml");

    [Fact]
    public async Task The_default_rules_are_shown_and_are_a_file_to_begin_with()
    {
        await RunAsync("rules", "show");
        Assert.StartsWith("From the default rules:\nLINE  DECISION  GROUP", Nanoclaw.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);

        await RunAsync("rules", "show", "--defaults");
        await File.WriteAllTextAsync(RulesFile, Nanoclaw.Output, Token);
        var own = await RunJsonAsync("rules", "show");

        Assert.Equal(RulesFile, own.GetProperty("source").GetString());
        var defaults = await RunJsonAsync("rules", "show", "--defaults");
        Assert.Equal(defaults.GetProperty("rules").GetRawText(), own.GetProperty("rules").GetRawText());
    }

    [Theory]
    [InlineData("allow: the default rules, line 20", "schedule_task", "--group", "family")]
    [InlineData("hold: the default rules, line 17", "schedule_task", "--group", "family", "--strangers", "web")]
    [InlineData("hold: the default rules, line 14", "send_message", "--to", "others")]
    [InlineData("hold: the default rules, line 12", "register_group")]
    [InlineData("refuse: only the main group may, whatever the rules say", "send_message", "--group", "family", "--to", "others")]
    [InlineData("refuse: only the main group may, whatever the rules say", "register_group", "--main", "no")]
    [InlineData("hold: the default rules, line 12", "register_group", "--group", "chief", "--main")]
    public async Task What_would_be_decided_is_told_with_the_rule(string expected, params string[] args)
    {
        await RunAsync(["rules", "test", .. args]);
        Assert.Equal(expected, Nanoclaw.Output.Trim());
    }

    [Fact]
    public async Task A_folder_that_no_group_has_is_noted_by_each_who_reads_the_rules()
    {
        await File.WriteAllTextAsync(RulesFile, "rules: [{ effect: any, group: famly, decision: refuse }]", Token);
        await RunAsync("rules", "show");
        Assert.Equal("", Nanoclaw.Error);

        await StoreAsync(store => store.Groups.PutAsync(Group("family", isMain: true), Token).AsTask());
        var note = $"{RulesFile}, line 1: no group has the folder famly.";
        await RunAsync("rules", "show", "--json");
        Assert.Equal($"note: {note}", Nanoclaw.Error.Trim());
        await RunAsync("rules", "test", "send_message", "--group", "famly");
        Assert.Equal([$"note: {note}", "note: no group has the folder famly."], Nanoclaw.Error.Trim().Split('\n'));
        await RunAsync("rules", "test", "send_message", "--group", "family");
        Assert.Equal($"note: {note}", Nanoclaw.Error.Trim());
    }

    [Fact]
    public async Task A_file_is_tried_before_it_is_put_in_place()
    {
        await File.WriteAllTextAsync(Path.Combine(Nanoclaw.Folder, "new.yaml"), "rules: [{ effect: send_message, decision: refuse }]", Token);

        var answer = await RunJsonAsync("rules", "test", "send_message", "--file", "new.yaml");
        Assert.Equal(("refuse", 1), (answer.GetProperty("decision").GetString(), answer.GetProperty("line").GetInt32()));
        var none = await RunJsonAsync("rules", "test", "pause_task", "--file", "new.yaml");
        Assert.Equal("hold", none.GetProperty("decision").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, none.GetProperty("line").ValueKind);
    }

    [Fact]
    public async Task A_file_that_makes_no_sense_or_is_not_there_is_told_with_its_line()
    {
        await File.WriteAllTextAsync(RulesFile, "rules:\n  - effect: any\n    decision: perhaps\n", Token);
        Assert.Contains(
            $"{RulesFile}, line 3: decision is one of allow, hold, refuse, not 'perhaps'",
            await FailAsync(2, "rules", "show"),
            StringComparison.Ordinal
        );

        Nanoclaw.Env += "RULES_FILE=other.yaml\n";
        Assert.Contains("RULES_FILE names", await FailAsync(2, "rules", "show"), StringComparison.Ordinal);
        await FailAsync(9, "rules", "test", "send_message", "--file", "nowhere.yaml", "--env-file", "none.env");
        await FailAsync(2, "rules", "test", "send_mesage");
        await FailAsync(2, "rules", "test", "send_message", "--strangers", "aliens");
    }

    [Theory]
    [InlineData("HELD_HOURS=0")]
    [InlineData("HELD_HOURS=721")]
    [InlineData("HELD_HOURS=2147483647")]
    [InlineData("AUDIT_DAYS=6")]
    [InlineData("AUDIT_DAYS=2147483647")]
    public async Task Times_out_of_bounds_are_told_by_their_keys(string setting)
    {
        Nanoclaw.Env += setting + "\n";
        Assert.Contains(setting.Split('=')[0], await FailAsync(2, "rules", "show"), StringComparison.Ordinal);
    }
}
