using NanoClaw.Home.Running;

namespace NanoClaw.Doctor.Checks;

/// <summary>Whether there is any way for people to write.</summary>
public sealed class ChannelsCheck : IDoctorCheck
{
    public string Name => "channels";

    public IAsyncEnumerable<Finding> RunAsync(DoctorContext context, CancellationToken cancellationToken) => Look(context).ToAsyncEnumerable();

    private static IEnumerable<Finding> Look(DoctorContext context)
    {
        if (context.Settings is null)
        {
            yield return Finding.Skipped("The settings do not say which there are.");
            yield break;
        }

        yield return context.Channels is { Count: > 0 } channels
            ? Finding.Ok(string.Join(", ", channels))
            : Finding.Problem("No channel is set up: 'nanoclaw run' would not start.", $"{string.Join(". ", AssistantChannels.All.Select(channel => channel.HowToGet))}. This terminal: nanoclaw chat");
    }
}
