using Microsoft.Extensions.Logging;
using NanoClaw.Host.Channels;

namespace NanoClaw.Host.Running;

/// <summary>Keeps every channel at work: one that fails is told of in the log, and started again after a pause.</summary>
internal sealed partial class ChannelSupervisor(ChannelSet channels, IInbox inbox, HostOptions options, TimeProvider time, ILogger<ChannelSupervisor> logger)
{
    /// <summary>Runs them all until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(channels.All.Select(channel => SuperviseAsync(channel, cancellationToken)).ToList());

    private async Task SuperviseAsync(IChannel channel, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await channel.RunAsync(inbox, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogChannelFailed(channel.Name, exception.GetType().Name, exception);
            }

            await Task.Delay(options.PollInterval, time, cancellationToken)
                .ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    [LoggerMessage(LogLevel.Error, "Channel {Channel} failed ({Kind}) and is started again.", EventName = "channel_failed")]
    private partial void LogChannelFailed(string channel, string kind, Exception exception);
}
