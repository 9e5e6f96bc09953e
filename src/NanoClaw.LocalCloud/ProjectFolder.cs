namespace NanoClaw.LocalCloud;

/// <summary>Finds the repository's files, from the folder one works in or from where the program was built.</summary>
public static class ProjectFolder
{
    private const string Marker = "NanoClaw.sln";

    /// <summary>The folder that holds <c>.nanoclaw</c>, <c>.env</c> and the stacks' settings: the repository, or else the folder one works in.</summary>
    public static string Current()
    {
        var here = Directory.GetCurrentDirectory();
        return Ancestors(here).FirstOrDefault(folder => File.Exists(Path.Combine(folder, Marker))) ?? here;
    }

    /// <summary>The full path of a file of the repository, or null.</summary>
    /// <param name="relativePath">The path from the repository's root.</param>
    public static string? FindUpward(string relativePath) =>
        Ancestors(Directory.GetCurrentDirectory())
            .Concat(Ancestors(AppContext.BaseDirectory))
            .Select(folder => Path.Combine(folder, relativePath))
            .FirstOrDefault(File.Exists);

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            yield return current.FullName;
        }
    }
}
