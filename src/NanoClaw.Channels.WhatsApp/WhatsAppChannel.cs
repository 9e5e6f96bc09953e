using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using NanoClaw.Channels.WhatsApp.Sidecar;
using NanoClaw.Host;
using NanoClaw.Host.Channels;
using NanoClaw.Store;

namespace NanoClaw.Channels.WhatsApp;

/// <summary>WhatsApp by a sidecar, a program of its own that this channel starts, watches and ends.</summary>
public sealed partial class WhatsAppChannel : IChannel
{
    internal const string ChannelName = "whatsapp";
    private const string LoginCure = "run 'nanoclaw whatsapp login'";
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LoginLook = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan GroupsTimeout = TimeSpan.FromSeconds(10);
    private readonly WhatsAppOptions _options;
    private readonly WhatsAppMessages _messages;
    private readonly TimeProvider _time;
    private readonly ILogger<WhatsAppChannel> _logger;
    private readonly ConcurrentDictionary<string, Chat> _chats = new(StringComparer.Ordinal);
    private readonly ConnectedSidecar _connected = new();
    private DateTime _loginThatFailed;
    private TaskCompletionSource _groups = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WhatsAppChannel(WhatsAppOptions options, TimeProvider time, ILogger<WhatsAppChannel> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _time, _logger) = (options, time, logger);
        _messages = new WhatsAppMessages(options, time);
    }

    public string Name => ChannelName;

    public ChannelStatus Status { get; private set; } = new(ChannelState.Connecting);

    /// <summary>
    /// WhatsApp itself takes 65,536 characters and folds a long text away; 4096 is the bound of Meta's own business API
    /// for a text (developers.facebook.com, "text messages"), and leaves room for the assistant's name.
    /// </summary>
    public bool KeepsItsTexts => true;

    public int MaxTextLength => 4096 - _messages.Prefix.Length;

    /// <summary>The process of the sidecar that is connected, for tests.</summary>
    internal int? SidecarId => _connected.Current?.Id;

    public bool Owns(string chatJid)
    {
        ArgumentNullException.ThrowIfNull(chatJid);
        return WhatsAppMessages.IsChat(chatJid);
    }

    /// <summary>
    /// Runs the sidecar until cancelled; one that ends is started again after 1 second, then up to a minute, from the
    /// beginning once one was connected for half a minute.
    /// </summary>
    /// <exception cref="WhatsAppException">Node.js or the sidecar is missing: waiting cures nothing.</exception>
    public async Task RunAsync(IInbox inbox, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inbox);
        try
        {
            await SuperviseAsync(inbox, cancellationToken);
        }
        catch (WhatsAppException exception)
        {
            Status = new(ChannelState.SignedOut, exception.Message);
            throw;
        }
    }

    /// <remarks>While there is no connection it waits, however long that takes: the outbox is the queue.</remarks>
    public async Task SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var sidecar = await _connected.WaitAsync(cancellationToken);
        var answer = await sidecar.SendAsync(
            new SendCommand(message.DeliveryId, message.ChatJid, _messages.Prefix + message.Text),
            _options.SendTimeout,
            cancellationToken
        );
        switch (answer)
        {
            case FailedEvent { Permanent: true } refused:
                throw new ChannelRefusedException(refused.Reason);
            case FailedEvent failed:
                throw new WhatsAppException(failed.Reason);
            case ErrorEvent error:
                throw new WhatsAppException(error.Message);
        }
    }

    public Task SetTypingAsync(string chatJid, bool isTyping, CancellationToken cancellationToken) =>
        _connected.Current?.TellAsync(new TypingCommand(chatJid, isTyping), cancellationToken) ?? Task.CompletedTask;

    /// <summary>The groups of the account, asked for if there is a connection, and the chats that wrote since the start.</summary>
    public async Task<IReadOnlyList<Chat>> ListChatsAsync(CancellationToken cancellationToken)
    {
        if (_connected.Current is { } sidecar)
        {
            var told = _groups.Task;
            await sidecar.TellAsync(new GroupsCommand(), cancellationToken);
            try
            {
                await told.WaitAsync(GroupsTimeout, _time, cancellationToken);
            }
            catch (TimeoutException)
            {
                // What is known is an answer too.
            }
        }

        return [.. _chats.Values];
    }

    private async Task SuperviseAsync(IInbox inbox, CancellationToken cancellationToken)
    {
        var program = SidecarProgram.Find(_options.SidecarScript);
        await SidecarProgram.CheckNodeAsync(cancellationToken);
        if (!program.IsInstalled())
        {
            throw new WhatsAppException(
                $"The packages of the WhatsApp sidecar are not installed, or are those of another NanoClaw: {LoginCure}, which installs them; an existing login is kept."
            );
        }

        Status = new(ChannelState.Connecting);
        var backoff = new Backoff(_options.FirstRestartWait);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var wasSteady = await RunOnceAsync(program, inbox, cancellationToken);
            if (Status.State is ChannelState.SignedOut)
            {
                await WaitForLoginAsync(cancellationToken);
                // What fails from now on is no matter of the login: it waits before it is tried again.
                Status = new(ChannelState.Connecting);
                backoff.Worked();
                continue;
            }

            if (wasSteady)
            {
                backoff.Worked();
            }

            Status = new(ChannelState.Reconnecting, Status.Detail);
            LogEnded(backoff.Wait);
            await Task.Delay(backoff.Wait, _time, cancellationToken);
            backoff.Failed();
        }
    }

    /// <summary>Whether it was connected for long enough that its end counts as the first; else it would connect each second.</summary>
    private async Task<bool> RunOnceAsync(SidecarProgram program, IInbox inbox, CancellationToken cancellationToken)
    {
        long? connectedAt = null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var sidecar = SidecarProcess.Start(program, _time, _logger);
        var received = new ReceivedEvents(sidecar, inbox, _messages, _chats, _options.FirstRestartWait, _time, _logger);
        var receiving = received.StoreAllAsync(stop.Token);
        try
        {
            await foreach (var told in sidecar.ReadAsync(cancellationToken))
            {
                switch (told)
                {
                    case HelloEvent hello:
                        hello.Check();
                        await sidecar.TellAsync(new StartCommand("run", Path.GetFullPath(_options.StoreFolder)), cancellationToken);
                        break;
                    case MessageEvent or ChatEvent:
                        received.Add(told);
                        break;
                    case GroupsEvent:
                        Interlocked.Exchange(ref _groups, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
                        break;
                    case ConnectedEvent:
                        connectedAt ??= _time.GetTimestamp();
                        Follow(told);
                        _connected.Set(sidecar);
                        break;
                    default:
                        Follow(told);
                        break;
                }
            }
        }
        finally
        {
            _connected.Clear();
            await stop.CancelAsync();
            await receiving.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        return connectedAt is { } since && _time.GetElapsedTime(since) >= Steady;
    }

    private void Follow(SidecarEvent told)
    {
        switch (told)
        {
            case ConnectedEvent { Me: var me }:
                Status = new(ChannelState.Connected, me.Name is null ? Phone(me.Jid) : $"{me.Name} ({Phone(me.Jid)})");
                LogConnected(Phone(me.Jid));
                break;
            case ReconnectingEvent again:
                _connected.Clear();
                Status = new(ChannelState.Reconnecting, again.Reason);
                LogReconnecting(again.Reason, TimeSpan.FromMilliseconds(again.InMs));
                break;
            case LoggedOutEvent over:
                _connected.Clear();
                _loginThatFailed = LoginState();
                Status = new(ChannelState.SignedOut, $"{over.Reason} To connect again, {LoginCure}.");
                LogSignedOut(Status.Detail!);
                break;
            case ErrorEvent { Code: "broken_store" } broken:
                _loginThatFailed = LoginState();
                Status = new(ChannelState.SignedOut, broken.Message);
                LogSignedOut(broken.Message);
                break;
            case ErrorEvent error:
                if (error.Code is "in_use" or "not_kept" or "not_saved" && Status.State is not ChannelState.SignedOut)
                {
                    Status = Status with { Detail = error.Message };
                }

                LogError(error.Code, error.Message);
                break;
        }
    }

    /// <summary>Until somebody has logged in again or has moved a damaged file away, both from outside of this process.</summary>
    private async Task WaitForLoginAsync(CancellationToken cancellationToken)
    {
        while (LoginState() == _loginThatFailed)
        {
            await Task.Delay(LoginLook, _time, cancellationToken);
        }
    }

    /// <summary>The last change of the login, of any of its files.</summary>
    private DateTime LoginState()
    {
        var folder = new DirectoryInfo(_options.LoginFolder);
        return folder.Exists ? folder.EnumerateFiles().Select(file => file.LastWriteTimeUtc).Append(folder.LastWriteTimeUtc).Max() : DateTime.MinValue;
    }

    private static string Phone(string jid) => $"+{jid.Split('@')[0]}";

    [LoggerMessage(LogLevel.Information, "WhatsApp is connected as {Account}.", EventName = "whatsapp_connected")]
    private partial void LogConnected(string account);

    [LoggerMessage(LogLevel.Warning, "{Reason} Again in {Wait}.", EventName = "whatsapp_reconnecting")]
    private partial void LogReconnecting(string reason, TimeSpan wait);

    [LoggerMessage(LogLevel.Error, "WhatsApp is signed out. {Reason}", EventName = "whatsapp_signed_out")]
    private partial void LogSignedOut(string reason);

    [LoggerMessage(LogLevel.Warning, "WhatsApp ({Code}): {Reason}", EventName = "whatsapp_failed")]
    private partial void LogError(string code, string reason);

    [LoggerMessage(LogLevel.Warning, "The WhatsApp sidecar ended; again in {Wait}.", EventName = "sidecar_ended")]
    private partial void LogEnded(TimeSpan wait);
}
