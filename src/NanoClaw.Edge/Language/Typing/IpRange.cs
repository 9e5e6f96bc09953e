using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NanoClaw.Edge.Language.Typing;

/// <summary>An inclusive range of addresses of one family.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal readonly record struct IpRange(AddressFamily Family, UInt128 First, UInt128 Last)
{
    public bool Contains(IPAddress address) => address.AddressFamily == Family && ToNumber(address) is var n && n >= First && n <= Last;

    /// <summary>An address; of the forms that .NET takes, only those that Cloudflare takes.</summary>
    public static IPAddress? ParseAddress(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return text.IndexOf('/') < 0 && IPAddress.TryParse(text, out var v6) && v6.AddressFamily == AddressFamily.InterNetworkV6 ? v6 : null;
        }

        var parts = text.Split('.');
        Span<byte> bytes = stackalloc byte[4];
        for (var i = 0; i < 4; i++)
        {
            if (parts.Length != 4 || parts[i] is ['0', _, ..] || !byte.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out bytes[i]))
            {
                return null;
            }
        }

        return new IPAddress(bytes);
    }

    /// <summary>An address, <c>a..b</c>, or a CIDR; otherwise why it is none.</summary>
    public static (IpRange Range, string? Error) Parse(string text)
    {
        var dots = text.IndexOf("..", StringComparison.Ordinal);
        if (dots >= 0)
        {
            return ParseAddress(text[..dots]) is { } first && ParseAddress(text[(dots + 2)..]) is { } last
                ? first.AddressFamily == last.AddressFamily && ToNumber(first) <= ToNumber(last)
                    ? (new(first.AddressFamily, ToNumber(first), ToNumber(last)), null)
                    : (default, "incompatible range bounds")
                : (default, "invalid IP address syntax");
        }

        var slash = text.LastIndexOf('/');
        var address = ParseAddress(slash < 0 ? text : text[..slash]) ?? ParseShort(slash < 0 ? text : text[..slash]);
        if (address is null)
        {
            return (default, "invalid IP address syntax");
        }

        var bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var prefix = bits;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefix) || prefix > bits))
        {
            return (default, $"invalid network length: 0 to {bits}");
        }

        var hostMask = HostMask(bits, prefix);
        var number = ToNumber(address);
        return (number & hostMask) == 0
            ? (new(address.AddressFamily, number, number | hostMask), null)
            : (default, $"host part of address was not zero: the network is {Mask(address, prefix)}/{prefix}");
    }

    // The engine's sets take fewer than four octets and fill up with zeros: 10/8 is 10.0.0.0/8, and 10 the one address 10.0.0.0.
    private static IPAddress? ParseShort(string text)
    {
        var parts = text.Split('.');
        Span<byte> bytes = stackalloc byte[4];
        bytes.Clear();
        for (var i = 0; i < parts.Length; i++)
        {
            if (i >= 4 || !byte.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out bytes[i]))
            {
                return null;
            }
        }

        return new IPAddress(bytes);
    }

    /// <summary>The network address.</summary>
    public static IPAddress Mask(IPAddress address, int prefix)
    {
        var bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var network = ToNumber(address) & ~HostMask(bits, prefix);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, network);
        return new IPAddress(bytes[(16 - (bits / 8))..]);
    }

    private static UInt128 HostMask(int bits, int prefix) => prefix == 0 && bits == 128 ? UInt128.MaxValue : (UInt128.One << (bits - prefix)) - 1;

    private static UInt128 ToNumber(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var written);
        return written == 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
