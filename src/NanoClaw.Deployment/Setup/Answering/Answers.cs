namespace NanoClaw.Deployment.Setup.Answering;

/// <summary>
/// Finds each answer where it is: said on the command line, kept in the stack's file, or asked. Where nobody can be asked, what is
/// missing is gathered and told at once.
/// </summary>
internal sealed class Answers(ISetupConversation conversation)
{
    private readonly List<string> _missing = [];

    /// <summary>An answer; null where it is missing, which <see cref="DemandAll"/> tells.</summary>
    /// <param name="question">The question.</param>
    /// <param name="said">What the command line says.</param>
    /// <param name="kept">What the stack's file says.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<string?> FindAsync(SetupQuestion question, string? said, string? kept, CancellationToken cancellationToken)
    {
        if (said is not null)
        {
            return question.MistakeIn(said) is { } mistake
                ? throw new DeploymentException($"{question.Option} '{said}': {mistake}.", DeploymentFailure.Usage)
                : said;
        }

        if (kept is not null && question.MistakeIn(kept) is null)
        {
            return kept;
        }

        if (!conversation.CanAsk)
        {
            if (question.Default is null)
            {
                _missing.Add(
                    $"{question.Option}: {question.Text}{(question.Choices.Count == 0 ? "" : $" One of {string.Join(", ", question.Choices.Select(choice => choice.Value))}.")}"
                );
            }

            return question.Default;
        }

        while (true)
        {
            var typed = (await conversation.AskAsync(question, cancellationToken).ConfigureAwait(false)).Trim();
            var answer = typed.Length == 0 && question.Default is not null ? question.Default : typed;
            if (question.MistakeIn(answer) is not { } mistake)
            {
                return answer;
            }

            conversation.Say(SetupMark.Lacking, $"'{answer}' will not do: {mistake}.");
        }
    }

    /// <summary>A secret; null where it is missing.</summary>
    /// <param name="what">What it is.</param>
    /// <param name="variable">The environment variable that answers it beforehand.</param>
    /// <param name="said">That variable's value.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<string?> FindSecretAsync(string what, string variable, string? said, CancellationToken cancellationToken)
    {
        if (said is { Length: > 0 })
        {
            return said;
        }

        if (conversation.CanAsk)
        {
            return await conversation.AskSecretAsync(what, cancellationToken).ConfigureAwait(false) is { Length: > 0 } typed
                ? typed.Trim()
                : throw new DeploymentException(
                    $"Without {what} there is nothing to go on with. Run the same command again when you have it.",
                    DeploymentFailure.Usage
                );
        }

        _missing.Add($"the environment variable {variable}: {what}");
        return null;
    }

    /// <exception cref="DeploymentException">An answer is missing, and nobody is there to ask.</exception>
    public void DemandAll()
    {
        if (_missing.Count > 0)
        {
            throw new DeploymentException(
                $"Nobody is at a terminal to ask, so this has to be said beforehand:\n  {string.Join("\n  ", _missing)}\nNothing was changed.",
                DeploymentFailure.Usage
            );
        }
    }
}
