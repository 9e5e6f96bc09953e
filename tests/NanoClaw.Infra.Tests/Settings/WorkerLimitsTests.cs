using System.Globalization;
using System.Text.RegularExpressions;
using NanoClaw.Infra.Settings;
using NanoClaw.Infra.Tests.Evaluation;

namespace NanoClaw.Infra.Tests.Settings;

/// <summary>A limit that a stack accepts is one that the Worker accepts: both have the same upper bound and default.</summary>
public sealed partial class WorkerLimitsTests
{
    private const string Source = "src/moltworker/src/config/config.ts";

    /// <summary>The limit's name, its default and its upper bound, as the Worker has them.</summary>
    public static TheoryData<string, long, long> Limits()
    {
        var limits = new TheoryData<string, long, long>();
        foreach (Match match in Limit().Matches(File.ReadAllText(Repository.PathTo(Source))))
        {
            limits.Add(match.Groups["name"].Value, Number(match.Groups["default"]), Number(match.Groups["max"]));
        }

        return limits;
    }

    [Fact]
    public void The_Worker_has_twelve_limits() => Assert.Equal(12, Limits().Count);

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_stack_has_the_Worker_s_default(string name, long preset, long max)
    {
        Assert.InRange(preset, 1, max);
        Assert.Equal(preset.ToString(CultureInfo.InvariantCulture), SettingKeys.Find(name)!.Default);
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_stack_accepts_as_much_as_the_Worker_and_no_more(string name, long preset, long max)
    {
        Assert.True(preset <= max);
        Assert.DoesNotContain(name, MistakesWith(name, max), StringComparison.Ordinal);
        Assert.Contains(name, MistakesWith(name, max + 1), StringComparison.Ordinal);
    }

    private static string MistakesWith(string name, long value)
    {
        // A day may not have more runs than its month, so the month is as wide as it can be.
        var config = SampleConfig.Owner((SettingKeys.RunsPerMonth, "10000000"), (name, value.ToString(CultureInfo.InvariantCulture)));
        try
        {
            SettingsParser.Parse("dev", config);
            return "";
        }
        catch (SettingsException mistakes)
        {
            return mistakes.Message;
        }
    }

    private static long Number(Group group) => long.Parse(group.Value.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    [GeneratedRegex(
        """^  (?<name>[a-zA-Z]+): \[(?<default>[0-9_]+), (?<max>[0-9_]+)\],$""",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Limit();
}
