using System.Text;
using Microsoft.Extensions.Logging;
using NanoClaw.Agents;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Text;

namespace NanoClaw.Host.Runs;

/// <summary>
/// Shows an answer in its chat while it is written. A channel slower than the model gets the newest text, not every
/// piece, and the run does not wait for it.
/// </summary>
internal sealed partial class PartialText(
    IStreamingChannel channel,
    string chatJid,
    string runId,
    TimeProvider time,
    ILogger logger,
    CancellationToken cancellationToken
) : IAsyncDisposable
{
    /// <summary>For a channel that does not heed its cancellation: the answer does not wait longer for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>More than any chat shows of a text that is still being written.</summary>
    private const int Longest = 65_536;

    private readonly Lock _gate = new();
    private readonly StringBuilder _said = new();
    private readonly StringBuilder _text = new();
    private InternalFilter _filter = new();
    private CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private Task _showing = Task.CompletedTask;
    private bool _isShowing;
    private string _shown = "";

    public void Append(AgentEvent.Delta delta)
    {
        lock (_gate)
        {
            if (delta.From < _said.Length)
            {
                // Reworded after a restart: what is shown is read anew up to there.
                _said.Length = delta.From.Value;
                _filter = new InternalFilter();
                _text.Clear().Append(_filter.Write(_said.ToString()));
            }

            if (_said.Length < Longest)
            {
                _said.Append(delta.Text);
                _text.Append(_filter.Write(delta.Text));
            }

            if (!_isShowing)
            {
                _isShowing = true;
                var stop = _stop.Token;
                _showing = Task.Run(() => ShowAsync(stop), CancellationToken.None);
            }
        }
    }

    /// <summary>The text is whole now: nothing more is shown of it.</summary>
    public async Task EndAsync()
    {
        await StopAsync();
        _filter.End();
        _said.Clear();
        _text.Clear();
        _shown = "";
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        if (!_showing.IsCompleted)
        {
            using var answered = new CancellationTokenSource();
            await Task.WhenAny(_showing, Task.Delay(Patience, time, answered.Token));
            await answered.CancelAsync();
        }

        _stop.Dispose();
    }

    private async Task ShowAsync(CancellationToken stop)
    {
        while (TakeNext() is { } text)
        {
            try
            {
                await channel.ShowPartialAsync(chatJid, runId, text, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
            catch (Exception exception)
            {
                // The whole text comes by another way.
                LogNotShown(chatJid, exception.GetType().Name);
            }
        }
    }

    /// <summary>What is to be shown and is not yet; where there is nothing, the next piece begins anew.</summary>
    private string? TakeNext()
    {
        lock (_gate)
        {
            var text = JavaScriptText.Trim(_text.ToString());
            _isShowing = text.Length > 0 && text != _shown && !_stop.IsCancellationRequested;
            return _isShowing ? _shown = text : null;
        }
    }

    [LoggerMessage(LogLevel.Debug, "A part of an answer was not shown in {Chat} ({Kind}).", EventName = "partial_text_not_shown")]
    private partial void LogNotShown(string chat, string kind);
}
