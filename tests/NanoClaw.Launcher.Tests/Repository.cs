using System.Reflection;

namespace NanoClaw.Launcher.Tests;

/// <summary>The working copy that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } =
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(it => it.Key == "RepositoryRoot").Value!;

    public static string PathTo(params string[] relative) => Path.Combine([Root, .. relative]);
}
