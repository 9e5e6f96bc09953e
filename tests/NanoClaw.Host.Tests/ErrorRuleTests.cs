using System.Text.Json.Nodes;
using NanoClaw.Agents;
using NanoClaw.Host.Outages;
using NanoClaw.Host.Requests;
using NanoClaw.Host.Runs;
using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Host.Tests;

/// <summary>What the host does at each code of the contract is what the contract says that a client does.</summary>
public sealed class ErrorRuleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly IReadOnlyList<JsonNode> Golden =
    [
        .. JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "codes", "codes.json")))!.AsArray().OfType<JsonNode>(),
    ];

    public static TheoryData<string, string> Rules => [.. Golden.Select(code => ((string)code["code"]!, (string)code["client"]!))];

    public static TheoryData<string> NeverAgain =>
        [.. AgentErrorCodes.Known.Where(code => AgentErrorRules.Of(code) is AgentErrorRule.Never).Order(StringComparer.Ordinal)];

    public static TheoryData<string> TooMuch => [.. NeverAgain.Select(code => code.Data).Where(code => OutageCauses.IsOfTheTurn(code))];

    /// <summary>What passes or is to be mended is kept however long it lasts; what another run may mend is tried again; the rest is told.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void Each_code_is_sorted_by_its_rule(string code, string rule)
    {
        var kind = RunFailures.Classify(Failures.Of(code), isKept: true, isOnlyTakenUp: true, hasSession: true);

        Assert.Equal(rule is "wait" or "mend", OutageCauses.Of(code) is not null);
        Assert.Equal(
            rule is "never",
            RefusedMessages.IsRefusal(code) || OutageCauses.IsOfTheTurn(code) || code is AgentErrorCodes.ModelRefused or AgentErrorCodes.Stopped
        );
        Assert.Equal(RefusedMessages.IsRefusal(code), kind is FailureKind.Refused);
        Assert.True(rule is not ("anew" or "never") || kind is not FailureKind.Unreachable);
    }

    /// <summary>No time passes: nothing is tried later.</summary>
    [Theory]
    [MemberData(nameof(NeverAgain))]
    public async Task What_never_does_better_is_told_at_once_and_the_message_is_set_aside_after_what_could_help(string code)
    {
        await using var world = await World.CreateAsync();
        FailAt(world, code);

        await world.SayAsync(World.Family, "#poison");
        await world.RestAsync();

        var told = Assert.Single(world.Channel.TextsTo(World.Family));
        Assert.StartsWith("I cannot answer your last message", told, StringComparison.Ordinal);
        Assert.DoesNotContain("several", told, StringComparison.Ordinal);
        Assert.DoesNotContain($"({code})", Assert.Single(world.Channel.TextsTo(World.Main)), StringComparison.Ordinal);
        Assert.Equal((code, "#poison"), await AsideAsync(world));
        Assert.Equal(0, world.Assistant.Queue.Depth.BackingOff);
    }

    /// <summary>By another program with the same token: this assistant's own stop is no failure.</summary>
    [Fact]
    public async Task A_run_that_somebody_else_stopped_is_paid_once()
    {
        await using var world = await World.CreateAsync();
        var paid = 0;
        world.Worker.RunFails = request => IsPoison(request) && ++paid > 0 ? AgentErrorCodes.Stopped : null;

        await world.SayAsync(World.Quiet, "so much #talk before");
        await world.SayAsync(World.Quiet, "@Andy #poison");
        await world.SettleAsync();

        Assert.Equal(1, paid);
        Assert.Equal((AgentErrorCodes.Stopped, "@Andy #poison"), await AsideAsync(world));
    }

    [Theory]
    [InlineData(World.Quiet, "so much #talk before", "@Andy #1", "and #2")]
    [InlineData(World.Main, "#1", "#2")]
    public async Task Of_a_run_that_somebody_else_stopped_every_message_can_be_sent_again(string chat, params string[] texts)
    {
        await using var world = await World.CreateAsync();
        var isStopped = true;
        world.Worker.RunFails = _ => isStopped ? AgentErrorCodes.Stopped : null;
        await world.Store.Messages.AddAsync([.. texts.Select(text => world.NewMessage(chat, text))]);
        await world.Assistant.LookThroughAsync(CancellationToken.None);
        await world.SettleAsync();

        var aside = await world.Store.SetAside.ListAsync();
        Assert.Equal(texts.TakeLast(2), aside.Select(message => message.Content));
        Assert.StartsWith("I cannot answer your last", Assert.Single(world.Channel.TextsTo(chat)), StringComparison.Ordinal);
        Assert.Contains(
            chat is World.Main ? "your last 2 messages" : "2 messages in quiet",
            Assert.Single(world.Channel.TextsTo(World.Main)),
            StringComparison.Ordinal
        );
        Assert.Contains("nanoclaw messages retry sends them again", world.Channel.TextsTo(World.Main).Single(), StringComparison.Ordinal);

        isStopped = false;
        foreach (var message in aside)
        {
            await world.Store.SetAside.RetryAsync(message.Number);
        }

        await world.Assistant.LookThroughAsync(CancellationToken.None);
        await world.SettleAsync();
        Assert.Equal("answer to #1 #2", world.Channel.TextsTo(chat).Last());
    }

    [Theory]
    [MemberData(nameof(TooMuch))]
    public async Task A_turn_that_is_too_much_is_paid_once(string code)
    {
        await using var world = await World.CreateAsync();
        var paid = 0;
        world.Worker.RunFails = request => IsPoison(request) && ++paid > 0 ? code : null;

        await world.SayAsync(World.Quiet, "so much #talk before");
        await world.SayAsync(World.Quiet, "@Andy #poison");
        await world.SettleAsync();

        Assert.Equal(1, paid);
        Assert.Equal((code, "@Andy #poison"), await AsideAsync(world));
    }

    public static TheoryData<string, int> TooMuchOfSeveral => [.. TooMuch.SelectMany(code => new[] { 2, 3 }, (code, count) => (code.Data, count))];

    [Theory]
    [MemberData(nameof(TooMuchOfSeveral))]
    public async Task Of_several_messages_that_are_too_much_together_each_goes_alone_with_all_that_is_known(string code, int count)
    {
        await using var world = await World.CreateAsync();
        world.Worker.RunFails = request => FakeWorker.Numbers(request.Prompt).Count() > 1 ? code : null;
        await world.Store.Messages.AddAsync([.. Enumerable.Range(1, count).Select(number => world.NewMessage(World.Family, $"#{number}"))], Token);

        await world.Assistant.LookThroughAsync(Token);
        await world.RestAsync();

        Assert.Equal(Enumerable.Range(1, count).Select(number => $"answer to #{number}"), world.Channel.TextsTo(World.Family));
        Assert.All(
            world.Worker.Executed.Where(request => request.Prompt.Contains('#', StringComparison.Ordinal)),
            request => Assert.NotNull(request.Metadata?.AssistantName)
        );
        Assert.Empty(await world.Store.SetAside.ListAsync(Token));
    }

    /// <summary>A model whose least answer is more than a turn may have: nobody's message is to blame.</summary>
    [Theory]
    [InlineData(AgentErrorCodes.OutputLimit)]
    [InlineData(AgentErrorCodes.TurnTimeout)]
    [InlineData(AgentErrorCodes.ResponseTooLarge)]
    public async Task Where_every_turn_is_too_much_messages_are_kept(string code)
    {
        await using var world = await World.CreateAsync();
        var isIll = true;
        world.Worker.RunFails = _ => isIll ? code : null;
        await world.SayAsync(World.Family);
        await world.RestAsync();
        Assert.Contains("are kept", Assert.Single(world.Channel.TextsTo(World.Family)), StringComparison.Ordinal);

        isIll = false;
        await world.SettleAsync();

        Assert.Equal("answer to #1", world.Channel.TextsTo(World.Family).Last());
        Assert.Empty(await world.Store.SetAside.ListAsync(Token));
    }

    [Theory]
    [MemberData(nameof(TooMuch))]
    public async Task A_text_that_was_cut_off_by_a_bound_says_so_and_the_main_group_reads_the_cure(string code)
    {
        await using var world = await World.CreateAsync();
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Cut, 2, code));

        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.Equal(
            ["answer to #1", "I was cut off after that: it was more than I may do at once. If something is missing, please ask for that alone."],
            world.Channel.TextsTo(World.Family)
        );
        Assert.Contains(
            $"An answer in family was cut off, since it was more than the agent may do at once. Ask for less at once",
            Assert.Single(world.Channel.TextsTo(World.Main)),
            StringComparison.Ordinal
        );
        Assert.Single(world.Worker.Calls);
    }

    private static void FailAt(World world, string code)
    {
        if (RefusedMessages.IsRefusal(code))
        {
            world.Worker.Refuses = request => IsPoison(request) ? code : null;
        }
        else
        {
            world.Worker.RunFails = request => IsPoison(request) ? code : null;
        }
    }

    private static bool IsPoison(AgentRequest request) => request.Prompt.Contains("#poison", StringComparison.Ordinal);

    private static async Task<(string Code, string? Content)> AsideAsync(World world)
    {
        var aside = Assert.Single(await world.Store.SetAside.ListAsync(Token));
        return (aside.Code, aside.Content);
    }
}
