using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace NanoClaw.Cli.Commands;

/// <summary>The usual help, followed by a command's details.</summary>
internal sealed class DetailedHelp(HelpAction usual) : SynchronousCommandLineAction
{
    /// <summary>Lets a root command, and all below it, show their details.</summary>
    public static void AddTo(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        var usual = (HelpAction)option.Action!;
        // The writer breaks lines at words, and knows how wide the terminal is.
        usual.MaxWidth = int.MaxValue;
        option.Action = new DetailedHelp(usual);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is DocumentedCommand { Details: var details })
        {
            parseResult.InvocationConfiguration.Output.WriteLine(string.Join(Environment.NewLine, Paragraphs(details)));
        }

        return code;
    }

    /// <summary>Lines of one paragraph as one line, whatever they were written as: how wide it is shown is the terminal's matter.</summary>
    private static List<string> Paragraphs(string details)
    {
        var lines = new List<string>();
        foreach (var line in details.ReplaceLineEndings("\n").Split('\n'))
        {
            if (lines is [.., { Length: > 0 } before] && !before.EndsWith(':') && !before.StartsWith(' ') && line.Length > 0 && !line.StartsWith(' '))
            {
                lines[^1] = $"{before} {line}";
            }
            else
            {
                lines.Add(line);
            }
        }

        return lines;
    }
}
