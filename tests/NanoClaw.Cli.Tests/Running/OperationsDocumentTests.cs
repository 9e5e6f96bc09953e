using System.Reflection;
using NanoClaw.Home.Running;
using NanoClaw.LocalCloud;

namespace NanoClaw.Cli.Tests.Running;

public sealed class OperationsDocumentTests
{
    public static TheoryData<string> Keys =>
        [.. typeof(AssistantKeys).GetFields(BindingFlags.Public | BindingFlags.Static).Select(key => (string)key.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_key_of_the_process_is_in_the_document(string key) =>
        Assert.Contains($"`{key}`", File.ReadAllText(ProjectFolder.FindUpward(Path.Combine("docs", "OPERATIONS.md"))!), StringComparison.Ordinal);
}
