using NanoClaw.Edge.Language;
using NanoClaw.Edge.Language.Typing;

namespace NanoClaw.Edge.Tests.Language;

public sealed class RulesLanguageDocumentTests
{
    private static readonly string Document = File.ReadAllText(Find("docs/RULES_LANGUAGE.md"));

    [Fact]
    public void Every_field_is_in_the_document_with_its_source() =>
        Assert.All(FieldTable.All, field => Assert.Contains($"| `{field.Name}` | {field.Source} |", Document, StringComparison.Ordinal));

    [Fact]
    public void Every_function_is_in_the_document() =>
        Assert.All(FunctionTable.Names, name => Assert.Contains($"`{name}`", Document, StringComparison.Ordinal));

    [Fact]
    public void The_error_in_the_document_is_the_one_that_is_given()
    {
        var error = Assert.Throws<RuleSyntaxException>(() => RuleExpression.Parse("http.hots eq \"x\""));

        Assert.Contains($"```text\n{error.Message}\n```", Document.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private static string Find(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, file)))
            {
                return Path.Combine(folder.FullName, file);
            }
        }

        throw new FileNotFoundException(file);
    }
}
