using System.Reflection;

namespace NanoClaw.Consumers.Tests;

/// <summary>Where these tests were built.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string Configuration { get; } = Metadata("Configuration");

    public static string MicrosoftExtensionsVersion { get; } = Metadata("MicrosoftExtensionsVersion");

    /// <summary>The program of a project that was built beside these tests.</summary>
    public static string Program(string folder) => Path.Combine(Root, folder, "bin", Configuration, "net10.0", Path.GetFileName(folder) + ".dll");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
