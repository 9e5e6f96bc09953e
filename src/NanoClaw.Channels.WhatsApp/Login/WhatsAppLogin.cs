using System.Runtime.CompilerServices;
using NanoClaw.Channels.WhatsApp.Sidecar;

namespace NanoClaw.Channels.WhatsApp.Login;

/// <summary>Links this machine with a WhatsApp account, and ends that again.</summary>
public sealed class WhatsAppLogin(WhatsAppOptions options, TimeProvider time)
{
    private static readonly TimeSpan LogoutTimeout = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Installs the sidecar's packages if they are missing, and shows codes until the person has used one. A login that
    /// works is left as it is; one that WhatsApp has ended is replaced.
    /// </summary>
    /// <param name="phone">The number to link by a pairing code, digits with the country's code; null: by a QR code.</param>
    /// <param name="progress">Shows the codes.</param>
    /// <param name="cancellationToken">Gives up; nothing is left of a login that was not finished.</param>
    /// <exception cref="WhatsAppException">Node.js, the packages or the store cannot be used, or NanoClaw uses the login now.</exception>
    public async Task<WhatsAppAccount> LogInAsync(string? phone, ILoginProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var program = await PrepareAsync(progress, cancellationToken);
        if (await ConnectAsync(program, phone, progress, cancellationToken) is { } account)
        {
            return account;
        }

        // The sidecar has removed what WhatsApp had ended.
        progress.Tell("WhatsApp had ended the login that was there; linking anew");
        return await ConnectAsync(program, phone, progress, cancellationToken)
            ?? throw new WhatsAppException("WhatsApp ended the new login at once: look under Linked devices in WhatsApp on the phone, and try again later.");
    }

    /// <summary>Ends the login at WhatsApp and removes it here.</summary>
    /// <returns>Whether WhatsApp was told now; false: it had ended the login before, or there was none.</returns>
    /// <exception cref="WhatsAppException">There is no connection, or NanoClaw uses the login now.</exception>
    public async Task<bool> LogOutAsync(ILoginProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        if (!File.Exists(options.CredentialsFile))
        {
            return false;
        }

        var program = await PrepareAsync(progress, cancellationToken);
        using var bound = new CancellationTokenSource(LogoutTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, bound.Token);
        var wasConnected = false;
        try
        {
            await foreach (var told in TalkAsync(program, "logout", null, progress, either.Token))
            {
                switch (told)
                {
                    case ConnectedEvent:
                        wasConnected = true;
                        break;
                    case LoggedOutEvent:
                        return wasConnected;
                    case ReconnectingEvent again:
                        progress.Tell(again.Reason);
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Told below: it is the same as an end without an answer.
        }

        throw new WhatsAppException(
            $"WhatsApp could not be told: try again when there is a connection, or remove the device on the phone under Linked devices and delete {options.LoginFolder}."
        );
    }

    private async Task<SidecarProgram> PrepareAsync(ILoginProgress progress, CancellationToken cancellationToken)
    {
        var program = SidecarProgram.Find(options.SidecarScript);
        await SidecarProgram.CheckNodeAsync(cancellationToken);
        if (!program.IsInstalled())
        {
            progress.Tell("Installing the WhatsApp sidecar's packages, about 50 MB, once (Baileys, MIT; libsignal, GPL-3.0)");
            await SidecarPackages.InstallAsync(program, cancellationToken);
        }

        return program;
    }

    /// <summary>Null: the login that was there is over, and has been removed.</summary>
    private async Task<WhatsAppAccount?> ConnectAsync(SidecarProgram program, string? phone, ILoginProgress progress, CancellationToken cancellationToken)
    {
        await foreach (var told in TalkAsync(program, "login", phone, progress, cancellationToken))
        {
            switch (told)
            {
                case HelloEvent:
                    progress.Tell("Connecting to WhatsApp");
                    break;
                case QrEvent qr:
                    progress.ShowQr(qr.Data);
                    break;
                case PairingCodeEvent pairing:
                    progress.ShowPairingCode(pairing.Code);
                    break;
                case ReconnectingEvent { InMs: > 0 } again:
                    progress.Tell(again.Reason);
                    break;
                case ConnectedEvent { Me: var me }:
                    return new WhatsAppAccount(me.Jid, me.Name);
                case LoggedOutEvent:
                    return null;
            }
        }

        throw new WhatsAppException("The WhatsApp sidecar ended before the login was done; its words are above. Try again.");
    }

    private async IAsyncEnumerable<SidecarEvent> TalkAsync(
        SidecarProgram program,
        string mode,
        string? phone,
        ILoginProgress progress,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var sidecar = SidecarProcess.Start(program, time, new ProgressLogger(progress));
        await foreach (var told in sidecar.ReadAsync(cancellationToken))
        {
            if (told is HelloEvent hello)
            {
                hello.Check();
                await sidecar.TellAsync(new StartCommand(mode, Path.GetFullPath(options.StoreFolder), phone), cancellationToken);
            }
            else if (told is ErrorEvent { Code: "in_use" or "broken_store" or "failed" or "bad_start" or "no_pairing_code" } error)
            {
                throw new WhatsAppException(error.Message);
            }

            yield return told;
        }
    }
}
