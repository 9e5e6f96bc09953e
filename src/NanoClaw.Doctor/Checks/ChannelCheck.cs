using NanoClaw.Home.Channels;

namespace NanoClaw.Doctor.Checks;

/// <summary>Whether one channel has what it needs, as it knows itself.</summary>
public sealed class ChannelCheck(AssistantChannel channel) : IDoctorCheck
{
    public string Name => channel.Name;

    public IAsyncEnumerable<Finding> RunAsync(DoctorContext context, CancellationToken cancellationToken) =>
        channel.Examine(new ExaminedHome(context.Configuration, context.Settings?.StoreFolder, context.Offline), cancellationToken);
}
