using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace NanoClaw.LocalCloud;

/// <summary>The names an authority may sign for: X.509 name constraints, RFC 5280, 4.2.1.10.</summary>
internal static class PermittedNames
{
    private const string NameConstraints = "2.5.29.30";
    private const int DnsName = 2;
    private const int IpAddress = 7;

    /// <summary>Permits <c>localhost</c> and what is below it, the loopback addresses, and the given hostnames.</summary>
    public static X509Extension Extension(IEnumerable<string> hostnames)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        {
            foreach (
                var name in hostnames
                    .Where(name => !IsLocal(name))
                    .Select(name => name.ToLowerInvariant())
                    .Distinct(StringComparer.Ordinal)
                    .Prepend("localhost")
            )
            {
                using (writer.PushSequence())
                {
                    writer.WriteCharacterString(UniversalTagNumber.IA5String, name, new Asn1Tag(TagClass.ContextSpecific, DnsName));
                }
            }

            WriteAddress(writer, IPAddress.Loopback, prefix: 8);
            WriteAddress(writer, IPAddress.IPv6Loopback, prefix: 128);
        }

        return new X509Extension(NameConstraints, writer.Encode(), critical: true);
    }

    /// <summary>Whether an authority made here may sign for these hostnames.</summary>
    public static bool Cover(X509Certificate2 authority, IEnumerable<string> hostnames)
    {
        if (authority.Extensions.FirstOrDefault(e => e.Oid?.Value == NameConstraints) is not { } extension)
        {
            return false;
        }

        var permitted = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var subtrees = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence().ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0));
        while (subtrees.HasData)
        {
            var subtree = subtrees.ReadSequence();
            if (subtree.PeekTag().TagValue == DnsName)
            {
                permitted.Add(subtree.ReadCharacterString(UniversalTagNumber.IA5String, new Asn1Tag(TagClass.ContextSpecific, DnsName)));
            }
        }

        return hostnames.All(name => IsLocal(name) || permitted.Contains(name));
    }

    private static bool IsLocal(string name) =>
        name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    private static void WriteAddress(AsnWriter writer, IPAddress address, int prefix)
    {
        var bytes = address.GetAddressBytes();
        var mask = new byte[bytes.Length];
        for (var bit = 0; bit < prefix; bit++)
        {
            mask[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] &= mask[i];
        }

        using (writer.PushSequence())
        {
            writer.WriteOctetString([.. bytes, .. mask], new Asn1Tag(TagClass.ContextSpecific, IpAddress));
        }
    }
}
