using NanoClaw.Store;

namespace NanoClaw.Cli.Tests.Administration;

public sealed class AuditTests : AdministrationFixture
{
    [Fact]
    public async Task Decisions_are_listed_newest_first_and_told_whole_as_json()
    {
        await AddAsync(
            Decision(1) with
            {
                Verdict = EffectVerdict.Held,
                HeldId = "7F",
                Origins = "people web",
            },
            Decision(2) with
            {
                Verdict = EffectVerdict.Approved,
                HeldId = "7F",
                DecidedBy = "Bob (8)",
            }
        );

        await RunAsync("audit");
        Assert.Equal(
            "WHEN              GROUP   RUN       EFFECT        DECISION  ID  ASKED BY  ANSWERED BY  WHAT\n"
                + "2026-03-01 13:02  family  00000002  send_message  approved  7F  Ann (7)   Bob (8)      {\"text\":\"Hello\"}\n"
                + "2026-03-01 13:01  family  00000001  send_message  held      7F  Ann (7)   -            {\"text\":\"Hello\"}\n",
            Nanoclaw.Output.ReplaceLineEndings("\n")
        );

        var held = (await RunJsonAsync("audit"))[1];
        Assert.Equal("held", held.GetProperty("decision").GetString());
        Assert.Equal(["people", "web"], held.GetProperty("strangers").EnumerateArray().Select(word => word.GetString()));
        Assert.Equal( /*lang=json*/
            "{\"text\":\"Hello\"}",
            held.GetProperty("arguments").GetString()
        );
        Assert.Equal("run-00000001", held.GetProperty("runId").GetString());
    }

    [Theory]
    [InlineData("3,2,1")]
    [InlineData("1", "--group", "work")]
    [InlineData("1", "--group", "work@g.us")]
    [InlineData("2", "--run", "00000002")]
    [InlineData("2", "--run", "run-00000002")]
    [InlineData("3", "--effect", "pause_task")]
    [InlineData("2", "--decision", "refused")]
    [InlineData("3", "--id", "7f")]
    [InlineData("3,2", "--since", "118m")]
    [InlineData("3", "--limit", "1")]
    [InlineData("", "--effect", "nothing")]
    public async Task Filters_leave_what_fits(string expected, params string[] filters)
    {
        await StoreAsync(async store => await store.Groups.PutAsync(Group("work"), Token));
        await AddAsync(
            Decision(1) with
            {
                GroupFolder = "work",
            },
            Decision(2) with
            {
                Verdict = EffectVerdict.Refused,
            },
            Decision(3) with
            {
                Effect = "pause_task",
                HeldId = "7F",
            }
        );
        Clock.Advance(TimeSpan.FromHours(2));

        var found = await RunJsonAsync(["audit", .. filters]);

        Assert.Equal(expected, string.Join(',', found.EnumerateArray().Select(entry => entry.GetProperty("runId").GetString()![^1..])));
    }

    [Fact]
    public async Task Nothing_that_others_wrote_moves_the_cursor_of_who_reads_it()
    {
        await AddAsync(Decision(1) with { AskedBy = "Eve\u001B[2J\nAnn", Arguments = "{\"text\":\"\u001B]0;title\u0007\u202E\"}" });

        await RunAsync("audit");

        Assert.DoesNotContain(Nanoclaw.Output, character => char.IsControl(character) && character is not ('\n' or '\r'));
        Assert.Equal(2, Nanoclaw.Output.ReplaceLineEndings("\n").TrimEnd().Split('\n').Length);
    }

    [Fact]
    public async Task Wrong_filters_are_told()
    {
        await FailAsync(2, "audit", "--since", "yesterday");
        await FailAsync(2, "audit", "--decision", "perhaps");
        await FailAsync(2, "audit", "--limit", "0");
        await RunAsync("audit");
        Assert.Contains("There is no store", Nanoclaw.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunJsonAsync("audit")).GetArrayLength());
    }

    private async Task AddAsync(params EffectDecision[] decisions) =>
        await StoreAsync(async store =>
        {
            foreach (var decision in decisions)
            {
                await store.Effects.ApplyAsync(new EffectChange { Decision = decision }, Token);
            }
        });

    private static EffectDecision Decision(int number) =>
        new()
        {
            Key = $"k{number}",
            At = Start.AddMinutes(number),
            GroupFolder = "family",
            RunId = $"run-0000000{number}",
            AskedBy = "Ann (7)",
            Effect = "send_message",
            Arguments = /*lang=json*/
                "{\"text\":\"Hello\"}",
            Verdict = EffectVerdict.Allowed,
        };
}
