using System.CommandLine;

namespace NanoClaw.Cli.Commands;

/// <summary>Options that mean the same in every command that looks after the store.</summary>
internal static class CommonOptions
{
    private const string Yes = "yes";
    private const string No = "no";

    public static Option<string?> EnvFile() => new("--env-file") { Description = "A .env file in the place of the project's." };

    /// <param name="what">What is printed, as the help's Details describe it.</param>
    public static Option<bool> Json(string what) => new("--json") { Description = $"Print {what} as JSON." };

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
