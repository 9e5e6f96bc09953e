using System.Reflection;
using System.Text.RegularExpressions;
using NanoClaw.Agents;
using NanoClaw.Agents.AI;
using NanoClaw.Docs.Tests.Documents;

namespace NanoClaw.Docs.Tests.Pages;

/// <summary>What the packages' pages name in a sentence is theirs; what is to be copied stands in a block, which is compiled.</summary>
public sealed partial class PackageReadmeTests
{
    private static readonly Type[] Public = [.. typeof(IAgentRuntime).Assembly.GetExportedTypes(), .. typeof(NanoClawAgent).Assembly.GetExportedTypes()];

    [Theory]
    [InlineData("src/NanoClaw.Agents/README.md")]
    [InlineData("src/NanoClaw.Agents.AI/README.md")]
    public void A_member_that_is_named_is_there(string page) => Assert.Equal([], Wrong(Document.Load(page)));

    [Theory]
    [InlineData("`AgentRunOptions.RunId`, `EndpointProbe`, `appsettings.json`, `nanoclaw.run_id`, `.env`", 0)]
    [InlineData("`AgentRunOptions.Id`", 1)]
    [InlineData("`runtime.Memory.ListAsync(folder)`", 1)]
    public void One_that_is_not_is_found(string text, int wrong) => Assert.Equal(wrong, Wrong(Document.Of("x.md", text)).Count());

    private static IEnumerable<string> Wrong(Document page) =>
        page.CodeSpans.Where(span => CallOfAVariable().IsMatch(span) || Member().Match(span) is { Success: true } member && IsMissing(member.Groups));

    private static bool IsMissing(GroupCollection named) =>
        Public.FirstOrDefault(type => type.Name == named["type"].Value) is { } type
        && type.GetMember(named["member"].Value, BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy).Length == 0;

    /// <summary>Of which type a reader's variable is, a sentence does not say.</summary>
    [GeneratedRegex(@"^[a-z]\w*(\.[A-Z]\w*)+\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CallOfAVariable();

    [GeneratedRegex(@"^(?<type>[A-Z]\w+)\.(?<member>[A-Z]\w+)(\(.*)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Member();
}
