namespace NanoClaw.Infra.Tests.Evaluation;

/// <summary>The working copy that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathTo(string relative) => Path.Combine(Root, relative);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NanoClaw.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("NanoClaw.sln is in no folder above the tests.");
    }
}
