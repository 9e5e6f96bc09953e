using System.Text;

namespace NanoClaw.Cli.SettingUp;

/// <summary>Reads a secret from the terminal's keys, which show nothing.</summary>
internal static class HiddenInput
{
    public static string Read(CliContext context, string what)
    {
        context.Error.Write($"{Environment.NewLine}Paste {what}; it is not shown. Then Enter > ");
        var typed = new StringBuilder();
        while (context.ReadKey() is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        context.Error.WriteLine();
        return typed.ToString();
    }
}
