using System.Runtime.CompilerServices;
using NanoClaw.Channels.Terminal;
using NanoClaw.Home.Channels;

namespace NanoClaw.Doctor.Checks;

/// <summary>Whether there is any way for people to write.</summary>
public sealed class ChannelsCheck : IDoctorCheck
{
    public string Name => "channels";

    public async IAsyncEnumerable<Finding> RunAsync(DoctorContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (context.Settings is null)
        {
            yield return Finding.Skipped("The settings do not say which there are.");
            yield break;
        }

        if (context.Channels is { Count: > 0 } channels)
        {
            yield return Finding.Ok(string.Join(", ", channels));
            yield break;
        }

        await using var store = context.OpenStore();
        var groups = store is null ? [] : await store.Groups.ListAsync(cancellationToken);
        var others = groups.Where(group => !TerminalJid.TryRead(group.Jid, out _)).Select(group => group.Folder).ToList();
        var cure = $"{string.Join(". ", AssistantChannels.All.Select(channel => channel.HowToGet))}. This terminal needs nothing: nanoclaw chat";
        yield return others.Count > 0
            ? Finding.Problem($"No channel is set up, and these groups have one: {string.Join(", ", others)}. 'nanoclaw run' would not start.", cure)
        : groups.Count > 0 ? Finding.Ok("this terminal, by 'nanoclaw chat'; 'nanoclaw run' needs a channel, and none is set up")
        : Finding.Skipped("None is set up yet. To write here: nanoclaw chat. 'nanoclaw run' needs one: docs/CHANNELS.md");
    }
}
