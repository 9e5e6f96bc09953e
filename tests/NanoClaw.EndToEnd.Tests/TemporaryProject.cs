namespace NanoClaw.EndToEnd.Tests;

/// <summary>A folder of its own with the stacks' settings: what a clone is to the commands.</summary>
internal sealed class TemporaryProject : IDisposable
{
    public TemporaryProject()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "project")))
        {
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("nanoclaw-e2e-").FullName;

    public string State(string file, string stack = "local") => Path.Combine(Folder, ".nanoclaw", stack, file);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
