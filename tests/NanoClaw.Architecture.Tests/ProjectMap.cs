using System.Xml.Linq;

namespace NanoClaw.Architecture.Tests;

/// <summary>What each project of <c>src</c> and <c>infra</c> refers to, as its file says.</summary>
internal static class ProjectMap
{
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Read() =>
        RepositoryFiles.Find("src", ".csproj").Concat(RepositoryFiles.Find("infra", ".csproj")).ToDictionary(NameOf, ReferencesOf, StringComparer.Ordinal);

    /// <summary>Its name without what all have in common.</summary>
    public static string NameOf(string project) =>
        Path.GetFileNameWithoutExtension(project.Replace('\\', '/')).Replace("NanoClaw.", "", StringComparison.Ordinal);

    private static IReadOnlyList<string> ReferencesOf(string project) =>
        [
            .. XDocument
                .Parse(RepositoryFiles.Read(project))
                .Descendants("ProjectReference")
                .Select(reference => NameOf(reference.Attribute("Include")!.Value))
                .Order(StringComparer.Ordinal),
        ];
}
