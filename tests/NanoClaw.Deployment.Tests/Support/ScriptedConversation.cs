using System.Text;
using NanoClaw.Deployment.Setup;

namespace NanoClaw.Deployment.Tests;

/// <summary>A person, or a script, that sets up: answers by the option of a question, and everything that was said.</summary>
internal sealed class ScriptedConversation : ISetupConversation
{
    private readonly StringBuilder _said = new();

    public bool CanAsk { get; init; } = true;

    /// <summary>Answers by option; a question without one gets its own.</summary>
    public Dictionary<string, string> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>What is answered to each yes-or-no question that has these words; yes otherwise.</summary>
    public HashSet<string> Refusals { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Secrets { get; } = new(StringComparer.Ordinal);

    /// <summary>The options that were asked for.</summary>
    public List<string> Asked { get; } = [];

    public string Text => _said.ToString();

    /// <summary>The lines of one mark.</summary>
    public List<string> Marked(SetupMark mark) =>
        [.. Text.Split('\n').Where(line => line.StartsWith($"{mark}: ", StringComparison.Ordinal)).Select(line => line[$"{mark}: ".Length..])];

    public void Say(SetupMark mark, string text) => _said.Append(mark).Append(": ").Append(text).Append('\n');

    public Task<string> AskAsync(SetupQuestion question, CancellationToken cancellationToken)
    {
        Asked.Add(question.Option);
        Say(SetupMark.Note, question.Text);
        return Task.FromResult(
            Answers.TryGetValue(question.Option, out var answer) ? answer
            : question.Default is not null ? ""
            : throw new InvalidOperationException($"No answer to {question.Option}: {question.Text}")
        );
    }

    public Task<bool> ConfirmAsync(string question, CancellationToken cancellationToken)
    {
        Asked.Add(question);
        return Task.FromResult(!Refusals.Contains(question));
    }

    public Task<string> AskSecretAsync(string what, CancellationToken cancellationToken)
    {
        Asked.Add(what);
        return Task.FromResult(Secrets.GetValueOrDefault(what, ""));
    }
}
