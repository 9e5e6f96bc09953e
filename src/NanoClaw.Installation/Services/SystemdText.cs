using System.Text;

namespace NanoClaw.Installation.Services;

/// <summary>Values in the syntax of unit files (systemd.syntax, systemd.service): nothing in a path ends a word, a line, or is expanded.</summary>
internal static class SystemdText
{
    /// <summary>A value that is the rest of its line, such as that of <c>WorkingDirectory=</c>.</summary>
    public static string Rest(string value) => OneLine(value).Replace("%", "%%", StringComparison.Ordinal);

    /// <summary>One word of a list, quoted where it has to be.</summary>
    public static string Word(string value)
    {
        var text = Rest(value);
        if (text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or '=' or ':' or '%' or '@' or '+' or ','))
        {
            return text;
        }

        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            quoted.Append(c is '"' or '\\' ? "\\" : "").Append(c);
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A word of a command line, in which <c>$</c> would be expanded as well.</summary>
    public static string CommandWord(string value) => Word(value.Replace("$", "$$", StringComparison.Ordinal));

    private static string OneLine(string value) =>
        value.Any(char.IsControl)
            ? throw new InstallationException(
                InstallationFailure.NotPossible,
                "A path with a line break or another control character cannot stand in a unit. Move the folder."
            )
            : value;
}
