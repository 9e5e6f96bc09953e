namespace NanoClaw.Installation.Services;

/// <summary>The folder that a person's or the machine's units are in.</summary>
public sealed class UnitFolder(string path)
{
    public string Path { get; } = path;

    /// <summary>The usual one.</summary>
    /// <param name="isSystem">Whether it is the machine's.</param>
    /// <param name="variable">Reads an environment variable.</param>
    public static UnitFolder Of(bool isSystem, Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        if (isSystem)
        {
            return new UnitFolder("/etc/systemd/system");
        }

        var configuration =
            variable("XDG_CONFIG_HOME")
            ?? System.IO.Path.Combine(
                variable("HOME") ?? throw new InstallationException(InstallationFailure.NotPossible, "HOME is not set, so nobody knows where your units are."),
                ".config"
            );
        return new UnitFolder(System.IO.Path.Combine(configuration, "systemd", "user"));
    }

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    public bool Has(string name) => File.Exists(PathOf(name));

    public UnitState StateOf(UnitFile unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        if (!Has(unit.Name))
        {
            return UnitState.Missing;
        }

        var text = File.ReadAllText(PathOf(unit.Name));
        return text == unit.Text ? UnitState.Same
            : UnitFile.IsUntouched(text) ? UnitState.Earlier
            : UnitState.Changed;
    }

    /// <summary>Whether a unit is as this program wrote it.</summary>
    public bool IsUntouched(string name) => UnitFile.IsUntouched(File.ReadAllText(PathOf(name)));

    /// <summary>Writes it whole or not at all.</summary>
    public void Write(UnitFile unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        Directory.CreateDirectory(Path);
        var half = PathOf($".{unit.Name}.{Environment.ProcessId}");
        File.WriteAllText(half, unit.Text);
        File.Move(half, PathOf(unit.Name), overwrite: true);
    }

    public void Remove(string name) => File.Delete(PathOf(name));
}
