using System.CommandLine;
using Spectre.Console;

namespace NanoClaw.Cli.Tests;

/// <summary>Every command's help at the widths of terminals that there are.</summary>
public sealed class HelpWidthTests
{
    public static TheoryData<int> Widths => [20, 60, 80, 120, 200];

    [Theory]
    [MemberData(nameof(Widths))]
    public async Task Each_help_keeps_to_the_width_and_loses_no_word(int width)
    {
        using var terminal = new CommandLine { OutputIsTerminal = true, Columns = width };
        using var pipe = new CommandLine();
        foreach (var command in Commands())
        {
            Assert.Equal(0, await terminal.RunAsync([.. command, "--help"]));
            Assert.Equal(0, await pipe.RunAsync([.. command, "--help"]));
            Check(terminal.Output, width, string.Join(' ', command));
            Assert.Equal(Signs(pipe.Output), Signs(terminal.Output));
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public async Task So_does_what_a_person_is_told(int width)
    {
        foreach (
            var args in (string[][])
                [
                    ["doctor", "--offline"],
                    ["status"],
                    ["groups", "list"],
                    ["version"],
                    ["run"],
                    ["rules", "show"],
                ]
        )
        {
            using var terminal = new CommandLine
            {
                OutputIsTerminal = true,
                ErrorIsTerminal = true,
                Columns = width,
            };
            terminal.Environment["HEALTH_PORT"] = "none";
            await terminal.RunAsync(args);
            Check(terminal.Output, width, string.Join(' ', args));
            Check(terminal.Error, width, string.Join(' ', args));
        }
    }

    [Fact]
    public async Task What_is_piped_is_not_broken()
    {
        using var pipe = new CommandLine { Columns = 20 };
        Assert.Equal(0, await pipe.RunAsync(["chat", "--help"]));
        Assert.Contains(pipe.Output.Split('\n'), line => line.Length > 200);
    }

    /// <summary>The path of each command that there is, the program's own as none.</summary>
    internal static IEnumerable<string[]> Commands()
    {
        using var any = new CommandLine();
        return Below(NanoClawCommandLine.Create(any.Context()), []).ToList();
    }

    private static IEnumerable<string[]> Below(Command command, string[] path) =>
        command.Subcommands.SelectMany(sub => Below(sub, [.. path, sub.Name])).Prepend(path);

    private static void Check(string text, int width, string of)
    {
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            Assert.True(
                line.GetCellWidth() <= width || !line.Trim().Contains(' ', StringComparison.Ordinal),
                $"{of}, {line.GetCellWidth()} of {width}: {line}"
            );
        }
    }

    private static string Signs(string text) => string.Concat(text.Where(sign => !char.IsWhiteSpace(sign)));
}
