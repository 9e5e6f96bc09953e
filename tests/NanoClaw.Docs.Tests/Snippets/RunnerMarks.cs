using System.Text.RegularExpressions;
using NanoClaw.Docs.Tests.Documents;

namespace NanoClaw.Docs.Tests.Snippets;

/// <summary>Who runs a block of commands: a test, or the reader alone, who is told why.</summary>
internal static class RunnerMarks
{
    private const string TestMark = "by:";

    // What its first line tells the reader.
    private static readonly Dictionary<string, string> Told = new(StringComparer.Ordinal)
    {
        ["account"] = "# needs an account",
        ["machine"] = "# changes this machine",
    };

    // Run as they are: by RunbookTests, by ReadmeTests in a project of their own, and by HomeTests in a home of their
    // own. What is measured is run by whoever measures.
    private static readonly string[] Run = ["run", "cli", "home", "bench"];

    private static readonly Lazy<Dictionary<string, string>> Tests = new(() =>
        Repository
            .Files("tests", ".cs")
            .Select(file => (Name: Path.GetFileNameWithoutExtension(file), Text: Repository.Read(file)))
            .Where(file => file.Text.Contains($"class {file.Name}", StringComparison.Ordinal))
            .GroupBy(file => file.Name, StringComparer.Ordinal)
            .ToDictionary(files => files.Key, files => string.Concat(files.Select(file => file.Text)), StringComparer.Ordinal)
    );

    public static IEnumerable<string> Mistakes(Fence fence)
    {
        if (Told.TryGetValue(fence.Mark, out var line))
        {
            return fence.Lines[0] == line ? [] : [$"its first line has to be '{line}'"];
        }

        if (fence.Mark.StartsWith(TestMark, StringComparison.Ordinal))
        {
            return OfTests(fence, fence.Mark[TestMark.Length..].Split(','));
        }

        return fence.Mark switch
        {
            "cli" => fence
                .Lines.Where(command => !command.StartsWith("./nanoclaw ", StringComparison.Ordinal))
                .Select(command => $"'{command}' does not begin with ./nanoclaw, as the README does"),
            "home" => fence
                .Lines.Where(command => !command.StartsWith("nanoclaw ", StringComparison.Ordinal))
                .Select(command => $"'{command}' does not begin with nanoclaw"),
            _ when Run.Contains(fence.Mark) => [],
            _ => [$"'{fence.Mark}' does not say who runs it: {string.Join(", ", Run.Concat(Told.Keys))}, or {TestMark}TestClass,TestClass"],
        };
    }

    private static IEnumerable<string> OfTests(Fence fence, string[] names)
    {
        var unknown = names.Where(name => !Tests.Value.ContainsKey(name)).Select(name => $"there is no test class {name}").ToList();
        if (unknown.Count > 0)
        {
            return unknown;
        }

        var texts = string.Concat(names.Select(name => Tests.Value[name]));
        return ShellWords
            .Commands(fence.Text)
            .Select(words => words.SkipWhile(word => word is not ("nanoclaw" or "./nanoclaw")).Skip(1).FirstOrDefault())
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Where(command => !Regex.IsMatch(texts, $"[\" ]{Regex.Escape(command)}[\" ]", RegexOptions.None, TimeSpan.FromSeconds(1)))
            .Select(command => $"{string.Join(" and ", names)} run no 'nanoclaw {command}'");
    }
}
