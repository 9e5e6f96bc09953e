using System.Text;
using System.Text.RegularExpressions;

namespace NanoClaw.Deployment.StackFiles;

/// <summary>The stacks of a project: those that have a settings file beside <c>Pulumi.yaml</c>.</summary>
public sealed partial class StackFolder(string projectFolder)
{
    /// <summary>Their names, sorted.</summary>
    public IReadOnlyList<string> Names() =>
        [
            .. Directory
                .EnumerateFiles(projectFolder, "Pulumi.*.yaml")
                .Select(path => FileName().Match(Path.GetFileName(path)))
                .Where(match => match.Success)
                .Select(match => match.Groups["stack"].Value)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Where a stack's settings are. A stack's name may say whose it is: organisation/project/stack.</summary>
    /// <exception cref="DeploymentException">That is no name of a stack.</exception>
    public string PathOf(string stack) =>
        stack.Split('/') is { Length: <= 3 } names && names.All(name => StackName().IsMatch(name) && name.TrimStart('.').Length > 0)
            ? Path.Combine(projectFolder, $"Pulumi.{names[^1]}.yaml")
            : throw new DeploymentException($"'{stack}' is no name of a stack: letters, digits, '-', '_' and '.', as in dev.", DeploymentFailure.Usage);

    /// <summary>Keeps a copy of a stack's file while another program writes it.</summary>
    public void KeepCopy(string stack)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(CopyOf(stack))!);
        File.Copy(PathOf(stack), CopyOf(stack), overwrite: true);
    }

    /// <summary>The copy; null where none is kept.</summary>
    public StackFile? ReadCopy(string stack) =>
        File.Exists(CopyOf(stack)) ? StackFile.Parse(File.ReadAllText(CopyOf(stack)), Path.GetFileName(PathOf(stack))) : null;

    /// <summary>Keeps it no longer.</summary>
    public void DropCopy(string stack) => File.Delete(CopyOf(stack));

    /// <summary>A stack's settings; null where there is no such file.</summary>
    public StackFile? Read(string stack)
    {
        var path = PathOf(stack);
        return File.Exists(path) ? StackFile.Parse(File.ReadAllText(path), Path.GetFileName(path)) : null;
    }

    /// <summary>A stack's settings.</summary>
    /// <exception cref="DeploymentException">There is no such file, or it is malformed.</exception>
    public StackFile Demand(string stack) =>
        Read(stack)
        ?? throw new DeploymentException(
            $"There is no stack '{stack}' here: no file {PathOf(stack)}. The stacks here are: {string.Join(", ", Names())}.",
            DeploymentFailure.Usage
        );

    /// <summary>Replaces a stack's file as a whole: whoever reads it sees the old text or the new one, and a failure leaves the old one.</summary>
    public void Write(string stack, StackFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var path = PathOf(stack);
        var target = new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : path;
        var temporary = $"{target}.{Environment.ProcessId}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                stream.Write(Encoding.UTF8.GetBytes(file.Text));
                stream.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows() && File.Exists(target))
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private string CopyOf(string stack) => Path.Combine(projectFolder, ".nanoclaw", "setup", Path.GetFileName(PathOf(stack)));

    [GeneratedRegex(@"^Pulumi\.(?<stack>[A-Za-z0-9_.-]+)\.yaml\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileName();

    [GeneratedRegex(@"^[A-Za-z0-9_.-]{1,100}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StackName();
}
