using NanoClaw.Host;
using NanoClaw.Host.Outages;

namespace NanoClaw.Chatting;

/// <summary>Says at once, in one line with its cure, that the agent is away, and that it is back.</summary>
internal sealed class OutageLine(Assistant assistant, Uri? endpoint, IChatView view, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    public string Of(Outage outage) =>
        outage.Cause is OutageCause.Unreachable && endpoint is not null && ChatGreeting.IsOfThisMachine(endpoint)
            ? "The agent of this machine does not run. Start it in another terminal: nanoclaw dev."
            : $"The agent does not answer. {outage.Reason}";

    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        OutageCause? shown = null;
        try
        {
            while (true)
            {
                var outage = assistant.Outages.Whole ?? assistant.Outages.Chats.Values.FirstOrDefault();
                if (outage is not null && outage.Cause != shown)
                {
                    view.Warn(Of(outage));
                }
                else if (outage is null && shown is not null)
                {
                    view.Say("The agent answers again.");
                }

                shown = outage?.Cause;
                await Task.Delay(Look, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The chat has ended.
        }
    }
}
