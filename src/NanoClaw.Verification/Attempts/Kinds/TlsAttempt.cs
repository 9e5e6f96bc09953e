using System.Net.Sockets;
using NanoClaw.Verification.Wire;

namespace NanoClaw.Verification.Attempts;

/// <summary>An attempt to agree on an old version of TLS.</summary>
internal sealed class TlsAttempt : Check
{
    private const ushort Tls12 = 0x0303;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>As the protocol writes it: 0x0301 is 1.0.</summary>
    public required ushort Version { get; init; }

    internal override async Task<Finding> TryAsync(CheckContext context, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            // The same words with a version that may be taken: where it is, the version alone is what was refused.
            var newest = await OfferAsync(context, Tls12, patience.Token);
            var chosen = await OfferAsync(context, Version, patience.Token);
            return chosen switch
            {
                not null => Finding.LetIn($"the server agreed on the version {chosen:x4}"),
                null when newest is Tls12 => Finding.Refused("TLS", "no version in common"),
                _ => Finding.Refused("TLS", "no version in common, nor with TLS 1.2"),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Finding.Inconclusive($"no answer in {Patience.TotalSeconds:0} s");
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return Finding.Inconclusive(WireFailure.Describe(exception).Detail);
        }
    }

    private static async Task<ushort?> OfferAsync(CheckContext context, ushort version, CancellationToken cancellationToken)
    {
        var connection = await context.Wire.Dialler.ConnectSocketAsync(WireRoute.Proven, cancellationToken);
        await using (connection.ConfigureAwait(false))
        {
            return await ClientHello.OfferAsync(connection, context.Target.Endpoint.IdnHost, version, cancellationToken);
        }
    }
}
