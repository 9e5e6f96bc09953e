namespace NanoClaw.Cli.Installing;

/// <summary>Asks a person whether something shall be done.</summary>
internal static class Consent
{
    /// <returns>Null where nobody is there to be asked.</returns>
    public static bool? Ask(CliContext context, string question)
    {
        if (!context.InputIsTerminal)
        {
            return null;
        }

        context.Error.Write($"{question} [y/N] ");
        return context.In.ReadLine()?.Trim().ToUpperInvariant() is "Y" or "YES";
    }
}
