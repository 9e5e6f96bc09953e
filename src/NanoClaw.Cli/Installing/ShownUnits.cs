using NanoClaw.Installation.Services;

namespace NanoClaw.Cli.Installing;

/// <summary>What an installation would do, for a person's eyes before it is done.</summary>
/// <param name="Units">The files.</param>
/// <param name="Commands">What is run after they are written.</param>
/// <param name="Done">Whether it was done.</param>
internal sealed record ShownUnits(IReadOnlyList<ShownUnit> Units, IReadOnlyList<string> Commands, bool Done)
{
    public static ShownUnits Of(UnitFolder folder, IReadOnlyList<UnitFile> units, bool isSystem) =>
        new(
            [.. units.Select(unit => new ShownUnit(folder.PathOf(unit.Name), Word(folder.StateOf(unit)), unit.Text))],
            [.. ServiceInstallation.CommandsFor(units).Select(command => Systemctl.Line(isSystem, command))],
            Done: false
        );

    public void Write(CliContext context)
    {
        foreach (var unit in Units)
        {
            context.Out.WriteLine($"# {unit.Path} ({unit.State})");
            context.Out.WriteLine(unit.Text);
        }

        context.Out.WriteLine("# then");
        foreach (var command in Commands)
        {
            context.Out.WriteLine($"# {command}");
        }
    }

    private static string Word(UnitState state) =>
        state switch
        {
            UnitState.Missing => "missing",
            UnitState.Same => "same",
            UnitState.Earlier => "earlier",
            _ => "changed",
        };
}

/// <summary>One file.</summary>
internal sealed record ShownUnit(string Path, string State, string Text);
