using NanoClaw.LocalCloud;

namespace NanoClaw.Verification.Tests;

internal static class Repository
{
    private static readonly string Root = Path.GetDirectoryName(ProjectFolder.FindUpward("NanoClaw.sln"))!;

    public static string PathTo(string file) => Path.Combine(Root, file);
}
