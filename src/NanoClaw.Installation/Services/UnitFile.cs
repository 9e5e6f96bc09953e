using System.Security.Cryptography;
using System.Text;

namespace NanoClaw.Installation.Services;

/// <summary>A unit as it is to be. Its first line says whose it is and what the rest was, so that a person's change is seen.</summary>
public sealed record UnitFile
{
    private const string Mark = "# Written by 'nanoclaw service install'; what you change here it does not write over. ";

    private UnitFile(string name, string text) => (Name, Text) = (name, text);

    /// <summary>The file's name, such as <c>nanoclaw.service</c>.</summary>
    public string Name { get; }

    /// <summary>All of the file.</summary>
    public string Text { get; }

    internal static UnitFile Of(string name, string body) => new(name, $"{Mark}{HashOf(body)}\n{body}");

    /// <summary>Whether a file's text is as it was written by some version of this program.</summary>
    internal static bool IsUntouched(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return end > 0 && text.StartsWith(Mark, StringComparison.Ordinal) && text[Mark.Length..end] == HashOf(text[(end + 1)..]);
    }

    private static string HashOf(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))[..16];
}

/// <summary>What is where a unit is to be.</summary>
public enum UnitState
{
    Missing,

    /// <summary>It is there, word for word.</summary>
    Same,

    /// <summary>An earlier one of this program.</summary>
    Earlier,

    /// <summary>A person wrote or changed it.</summary>
    Changed,
}
