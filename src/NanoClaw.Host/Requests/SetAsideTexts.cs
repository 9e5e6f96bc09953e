using NanoClaw.Agents;
using NanoClaw.Host.Outages;

namespace NanoClaw.Host.Requests;

/// <summary>
/// What people are told of a message that is set aside: in its chat what to do, in the main group why and the cure. The
/// code is in the log, and with the message.
/// </summary>
internal static class SetAsideTexts
{
    /// <summary>For whoever wrote it, or several.</summary>
    public static string ForChat(string code, int count = 1) =>
        count > 1 ? "I cannot answer your last messages: I was stopped while I did. Please send them again if they still matter."
        : IsRefused(code) ? "I cannot answer your last message: it is refused as it is. Please send it differently."
        : OutageCauses.IsOfTheTurn(code)
            ? "I cannot answer your last message: it asks for more than I may do at once. Please ask for less, or for one thing after the other."
        : code is AgentErrorCodes.Stopped ? "I cannot answer your last message: I was stopped while I did. Please send it again if it still matters."
        : "I could not answer your last message: I tried several times, and each time something went wrong. Please send it again in other words.";

    /// <summary>For the main group.</summary>
    /// <param name="folder">The group of the message; null where it is the main one itself.</param>
    /// <param name="code">Why: a stable word of the contract.</param>
    /// <param name="count">How many messages; several only where their answer was stopped.</param>
    public static string ForMain(string? folder, string code, int count = 1) =>
        (
            (folder, count) switch
            {
                (null, 1) => "I cannot answer your last message: ",
                (null, _) => $"I cannot answer your last {count} messages: ",
                (_, 1) => $"A message in {folder} could not be answered: ",
                _ => $"{count} messages in {folder} could not be answered: ",
            }
        )
        + (
            IsRefused(code) ? "the agent refuses it as it is. "
            : OutageCauses.IsOfTheTurn(code) ? "it asks for more than the agent may do at once. "
            : code is AgentErrorCodes.Stopped ? "somebody else stopped its answer while the agent worked on it. "
            : "it was tried several times, and failed each time. "
        )
        + CureOf(code)
        + (
            count == 1
                ? "It is set aside, and the rest goes on: nanoclaw messages list shows it, nanoclaw messages retry sends it again, nanoclaw messages drop forgets it."
                : "They are set aside, and the rest goes on: nanoclaw messages list shows them, nanoclaw messages retry sends them again, nanoclaw messages drop forgets them."
        );

    /// <summary>After a text that ended before it was whole.</summary>
    public static string ForCutOff(string code) =>
        OutageCauses.IsOfTheTurn(code)
            ? "I was cut off after that: it was more than I may do at once. If something is missing, please ask for that alone."
            : "I was cut off after that. If something is missing, please ask for it again.";

    /// <summary>The cure, where there is one, for the main group.</summary>
    /// <param name="folder">The group that was cut off; null where it is the main one itself.</param>
    /// <param name="code">Why.</param>
    public static string? ForMainOfCutOff(string? folder, string code) =>
        OutageCauses.IsOfTheTurn(code)
            ? $"{(folder is null ? "That" : $"An answer in {folder}")} was cut off, since it was more than the agent may do at once. {CureOf(code).TrimEnd()}"
            : null;

    private static bool IsRefused(string code) => RefusedMessages.IsRefusal(code) || code is AgentErrorCodes.ModelRefused;

    private static string CureOf(string code) =>
        code switch
        {
            AgentErrorCodes.TurnTimeout => Raise("maxTurnSeconds"),
            AgentErrorCodes.StepLimit => Raise("maxSteps"),
            AgentErrorCodes.OutputLimit => Raise("maxOutputTokens"),
            AgentErrorCodes.InputLimit => Raise("maxInputTokens"),
            AgentErrorCodes.ResponseTooLarge => "Ask for less at once. ",
            AgentErrorCodes.ModelRefused => "The model declines what it asks, or its API cannot take it. ",
            AgentErrorCodes.ModelProtocol or AgentErrorCodes.Internal or AgentErrorCodes.Interrupted => "The Worker's logs say more (wrangler tail). ",
            _ => "",
        };

    private static string Raise(string setting) => $"Ask for less at once, or raise {setting} of the stack, then pulumi up. ";
}
