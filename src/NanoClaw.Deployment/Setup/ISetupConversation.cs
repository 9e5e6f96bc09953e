namespace NanoClaw.Deployment.Setup;

/// <summary>Who sets up: a person at a terminal, or a script.</summary>
public interface ISetupConversation
{
    /// <summary>Whether somebody is there to ask.</summary>
    bool CanAsk { get; }

    /// <summary>Tells how things stand, as soon as it is known.</summary>
    void Say(SetupMark mark, string text);

    /// <summary>Asks for one answer.</summary>
    /// <returns>What was typed; the question's own answer where nothing was.</returns>
    Task<string> AskAsync(SetupQuestion question, CancellationToken cancellationToken);

    /// <summary>Asks for a yes.</summary>
    Task<bool> ConfirmAsync(string question, CancellationToken cancellationToken);

    /// <summary>Asks for a secret without showing what is typed.</summary>
    Task<string> AskSecretAsync(string what, CancellationToken cancellationToken);
}
