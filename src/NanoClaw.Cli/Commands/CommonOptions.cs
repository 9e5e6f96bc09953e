using System.CommandLine;
using System.Globalization;
using NanoClaw.Agents;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands;

/// <summary>Options that mean the same in every command that looks after the store.</summary>
internal static class CommonOptions
{
    private const string Yes = "yes";
    private const string No = "no";

    public static Option<string?> EnvFile() => new("--env-file") { Description = "Read this .env file instead of the project's." };

    /// <param name="what">What is printed, as the help's Details describe it.</param>
    public static Option<bool> Json(string what) => new("--json") { Description = $"Print {what} as JSON." };

    /// <summary>A length of time before now.</summary>
    public static Option<string?> Since()
    {
        var option = new Option<string?>("--since", "-s") { Description = "Those of the last while: 30m, 12h, 7d.", HelpName = "length" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !DurationText.TryParse(text, out _))
            {
                result.AddError($"--since takes a length of time such as 30m, 12h or 7d, not '{text}'.");
            }
        });
        return option;
    }

    /// <summary>What was said of a <see cref="Since"/> option; null if it was not named.</summary>
    public static TimeSpan? GetPast(this ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { } text && DurationText.TryParse(text, out var past) ? past : null;

    /// <summary>How many at most.</summary>
    public static Option<int> Limit(int usual, int most)
    {
        var option = new Option<int>("--limit", "-n") { Description = "At most this many.", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (
                result is { Implicit: false, Tokens: [{ Value: var text }] }
                && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 && count <= most)
            )
            {
                result.AddError($"--limit takes 1 to {most}.");
            }
        });
        return option;
    }

    /// <summary>Which web addresses a group's agent may read.</summary>
    public static Option<string?> Fetch()
    {
        var option = new Option<string?>("--fetch")
        {
            Description =
                "Which web pages its agent may read: none (off), those whose address a person wrote and the links on their own host (asked, the default), the links of every page too (links), any public one (open).",
            HelpName = string.Join('|', AgentFetch.All),
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && !AgentFetch.IsKnown(word))
            {
                result.AddError($"--fetch takes {string.Join(", ", AgentFetch.All)}, not '{word}'.");
            }
        });
        return option;
    }

    /// <summary>An option that takes yes or no; its name alone means yes.</summary>
    public static Option<string?> YesNo(string name, string description)
    {
        var option = new Option<string?>(name)
        {
            Description = description,
            HelpName = $"{Yes}|{No}",
            Arity = ArgumentArity.ZeroOrOne,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: not (Yes or No) and var other }])
            {
                result.AddError($"{name} takes {Yes} or {No}, not '{other}'.");
            }
        });
        return option;
    }

    /// <summary>What was said of a <see cref="YesNo"/> option; null if it was not named.</summary>
    public static bool? GetYesNo(this ParseResult parsed, Option<string?> option) =>
        parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option) != No : null;
}
