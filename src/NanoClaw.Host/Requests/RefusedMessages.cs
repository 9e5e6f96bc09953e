using System.Globalization;
using NanoClaw.Agents;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Outbox;
using NanoClaw.Store;

namespace NanoClaw.Host.Requests;

/// <summary>
/// What comes of messages whose request is refused for good: each goes again alone with nothing that may be left out,
/// then without the session too, and one that is refused even so is set aside, so that it holds up no other. How far
/// that has come is in the store before the refused run ends, so a process that dies in between goes on there.
/// </summary>
internal sealed class RefusedMessages(IStore store, ChannelSet channels, TimeProvider time)
{
    private const string Whole = "whole";

    /// <summary>Whether a failure says that the request will never be taken as it is.</summary>
    public static bool IsRefusal(string? code) => code is AgentErrorCodes.InvalidRequest or AgentErrorCodes.InvalidJson or AgentErrorCodes.BodyTooLarge;

    /// <summary>How the messages after the cursor go; null: together, as ever.</summary>
    public async Task<Apart?> FindAsync(string chatJid, MessageCursor before, CancellationToken cancellationToken)
    {
        if (await ReadAsync(chatJid, cancellationToken) is not { } apart)
        {
            return null;
        }

        if (before.Arrival < apart.Until)
        {
            return apart;
        }

        await store.State.RemoveAsync(Key(chatJid), cancellationToken);
        return null;
    }

    /// <summary>Notes that a run's messages go one by one from here on, with nothing that may be left out or whole.</summary>
    public async Task PartAsync(AgentRun run, CancellationToken cancellationToken, bool isWhole = false)
    {
        var until = (await ReadAsync(run.ChatJid, cancellationToken))?.Until ?? 0;
        await WriteAsync(run.ChatJid, new Apart(Math.Max(until, run.CursorAfter.Arrival), null, isWhole), cancellationToken);
    }

    /// <summary>Notes how the refused run's messages go next.</summary>
    /// <returns>False where there is no other way: the message is to be set aside.</returns>
    public async Task<bool> GoesOnAsync(AgentRun run, AgentRequest request, CancellationToken cancellationToken)
    {
        var last = run.CursorAfter.Arrival;
        if (!RequestBuilder.IsBare(request))
        {
            await PartAsync(run, cancellationToken);
            return true;
        }

        if (request.SessionId is null)
        {
            return false;
        }

        var until = (await ReadAsync(run.ChatJid, cancellationToken))?.Until ?? last;
        await WriteAsync(run.ChatJid, new Apart(Math.Max(until, last), last, IsWhole: false), cancellationToken);
        return true;
    }

    /// <summary>The messages go together again, as ever.</summary>
    public async Task ForgetAsync(string chatJid, CancellationToken cancellationToken) => await store.State.RemoveAsync(Key(chatJid), cancellationToken);

    /// <summary>For whoever wrote the message, or several, and for the main group, which has the cure.</summary>
    public async Task<IReadOnlyList<OutgoingMessage>> TellAsync(AgentRun run, string code, CancellationToken cancellationToken, int count = 1)
    {
        var main = (await store.Groups.ListAsync(cancellationToken)).FirstOrDefault(group => group.IsMain);
        if (main?.Jid == run.ChatJid)
        {
            return Deliveries.OfFailure(run, SetAsideTexts.ForMain(folder: null, code, count), channels, time);
        }

        var told = Deliveries.OfFailure(run, SetAsideTexts.ForChat(code, count), channels, time);
        return main is null
            ? told
            : [.. told, .. Deliveries.Of($"{run.RunId}:set-aside", main.Jid, SetAsideTexts.ForMain(run.GroupFolder, code, count), channels, time)];
    }

    /// <summary>After texts that the chat has already, and for the main group the cure.</summary>
    public async Task<IReadOnlyList<OutgoingMessage>> TellOfCutOffAsync(AgentRun run, string code, CancellationToken cancellationToken)
    {
        var told = Deliveries.OfFailure(run, SetAsideTexts.ForCutOff(code), channels, time);
        var main = (await store.Groups.ListAsync(cancellationToken)).FirstOrDefault(group => group.IsMain);
        return main is not null && SetAsideTexts.ForMainOfCutOff(main.Jid == run.ChatJid ? null : run.GroupFolder, code) is { } cure
            ? [.. told, .. Deliveries.Of($"{run.RunId}:cut-off", main.Jid, cure, channels, time)]
            : told;
    }

    private async Task<Apart?> ReadAsync(string chatJid, CancellationToken cancellationToken) =>
        await store.State.FindAsync(Key(chatJid), cancellationToken) is { } text
        && text.Split(':') is [var until, var without, ..] parts
        && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? new Apart(
                last,
                long.TryParse(without, NumberStyles.None, CultureInfo.InvariantCulture, out var sessionless) ? sessionless : null,
                parts is [_, _, Whole]
            )
            : null;

    private async Task WriteAsync(string chatJid, Apart apart, CancellationToken cancellationToken) =>
        await store.State.SetAsync(
            Key(chatJid),
            string.Create(CultureInfo.InvariantCulture, $"{apart.Until}:{apart.WithoutSession}{(apart.IsWhole ? $":{Whole}" : "")}"),
            cancellationToken
        );

    private static string Key(string chatJid) => $"apart:{chatJid}";
}

/// <summary>Messages that go one by one.</summary>
/// <param name="Until">The last of them, by its place in the chat.</param>
/// <param name="WithoutSession">The one that was refused with the session as well.</param>
/// <param name="IsWhole">Whether with all that is known; else with nothing that may be left out.</param>
internal sealed record Apart(long Until, long? WithoutSession, bool IsWhole);
