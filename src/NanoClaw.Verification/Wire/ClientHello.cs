using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace NanoClaw.Verification.Wire;

/// <summary>
/// The first message of a TLS handshake, written by hand: this machine's own TLS library may refuse to speak an old version at
/// all, and would then be taken for the server. Source: RFC 2246, RFC 4346, RFC 5246, 7.4.1.2.
/// </summary>
internal static class ClientHello
{
    private const byte HandshakeRecord = 22;
    private const byte ClientHelloMessage = 1;
    private const byte ServerHelloMessage = 2;

    // ECDHE and plain RSA with AES, with SHA-1 for the old versions, with GCM for 1.2.
    private static readonly ushort[] Suites = [0xc02b, 0xc02f, 0xc02c, 0xc030, 0xc009, 0xc013, 0xc00a, 0xc014, 0x009c, 0x002f, 0x0035, 0x000a];

    /// <summary>Offers one version and nothing above it.</summary>
    /// <returns>The version that the server chose, or null where it refused.</returns>
    public static async Task<ushort?> OfferAsync(Stream connection, string name, ushort version, CancellationToken cancellationToken)
    {
        await connection.WriteAsync(Write(name, version), cancellationToken);
        try
        {
            // A record's header, a message's header, and the version that was chosen.
            var answer = new byte[5 + 4 + 2];
            await connection.ReadExactlyAsync(answer.AsMemory(0, 5), cancellationToken);
            if (answer[0] != HandshakeRecord)
            {
                return null;
            }

            await connection.ReadExactlyAsync(answer.AsMemory(5), cancellationToken);
            return answer[5] == ServerHelloMessage ? BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(9)) : null;
        }
        catch (Exception exception)
            when (exception is EndOfStreamException or IOException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionReset } })
        {
            return null;
        }
    }

    private static byte[] Write(string name, ushort version)
    {
        var extensions = Concat(
            Extension(0, Vector16([0, .. Vector16(Encoding.ASCII.GetBytes(name))])),
            Extension(10, Vector16([0x00, 0x1d, 0x00, 0x17, 0x00, 0x18])),
            Extension(11, [1, 0]),
            Extension(13, Vector16([0x04, 0x03, 0x08, 0x04, 0x04, 0x01, 0x05, 0x03, 0x02, 0x03, 0x02, 0x01])),
            Extension(0xff01, [0])
        );
        var body = Concat(Number(version), RandomNumberGenerator.GetBytes(32), [0], Vector16([.. Suites.SelectMany(Number)]), [1, 0], Vector16(extensions));
        byte[] message = [ClientHelloMessage, (byte)(body.Length >> 16), .. Number((ushort)body.Length), .. body];
        return [HandshakeRecord, .. Number(Math.Min(version, (ushort)0x0301)), .. Vector16(message)];
    }

    private static byte[] Extension(ushort type, byte[] content) => [.. Number(type), .. Vector16(content)];

    private static byte[] Vector16(byte[] content) => [.. Number((ushort)content.Length), .. content];

    private static byte[] Number(ushort number) => [(byte)(number >> 8), (byte)number];

    private static byte[] Concat(params byte[][] parts) => [.. parts.SelectMany(p => p)];
}
