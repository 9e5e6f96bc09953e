namespace NanoClaw.Docs.Tests.Documents;

/// <summary>A fenced block of a document.</summary>
/// <param name="Document">The document's path.</param>
/// <param name="Line">The number of its first line, that of the fence itself.</param>
/// <param name="Language">The first word behind the fence; empty where there is none.</param>
/// <param name="Mark">The second word: who runs it, or what it stands in.</param>
/// <param name="Text">What is in it, without the fence's own indentation.</param>
internal sealed record Fence(string Document, int Line, string Language, string Mark, string Text)
{
    public string Place => $"{Document}:{Line}";

    public IReadOnlyList<string> Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public override string ToString() => $"{Place} {Language} {Mark}".TrimEnd();
}
