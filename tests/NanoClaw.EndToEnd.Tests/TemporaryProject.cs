namespace NanoClaw.EndToEnd.Tests;

/// <summary>A folder of its own with the stacks' settings and the workflows: what a clone is to the commands.</summary>
internal sealed class TemporaryProject : IDisposable
{
    public TemporaryProject()
    {
        var project = Path.Combine(AppContext.BaseDirectory, "project");
        foreach (var file in Directory.EnumerateFiles(project, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Folder, Path.GetRelativePath(project, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("nanoclaw-e2e-").FullName;

    public string State(string file, string stack = "local") => Path.Combine(Folder, ".nanoclaw", stack, file);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
