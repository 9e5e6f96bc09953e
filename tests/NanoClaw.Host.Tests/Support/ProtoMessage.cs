using System.Buffers.Binary;
using System.Text;

namespace NanoClaw.Host.Tests.Support;

/// <summary>A message in Protocol Buffers' wire format, read without a schema: https://protobuf.dev/programming-guides/encoding/.</summary>
internal sealed class ProtoMessage
{
    private readonly List<(int Field, ulong Number, byte[]? Bytes)> _fields = [];

    public ProtoMessage(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var key = ReadVarint(ref bytes);
            var field = (int)(key >> 3);
            Assert.True(field > 0);
            switch (key & 7)
            {
                case 0:
                    _fields.Add((field, ReadVarint(ref bytes), null));
                    break;
                case 1:
                    _fields.Add((field, BinaryPrimitives.ReadUInt64LittleEndian(bytes), null));
                    bytes = bytes[8..];
                    break;
                case 2:
                    var length = (int)ReadVarint(ref bytes);
                    _fields.Add((field, 0, bytes[..length].ToArray()));
                    bytes = bytes[length..];
                    break;
                case 5:
                    _fields.Add((field, BinaryPrimitives.ReadUInt32LittleEndian(bytes), null));
                    bytes = bytes[4..];
                    break;
                default:
                    Assert.Fail($"There is no wire type {key & 7}.");
                    break;
            }
        }
    }

    public IEnumerable<ProtoMessage> Messages(int field) => All(field).Select(bytes => new ProtoMessage(bytes));

    public string Text(int field) => All(field).Select(Encoding.UTF8.GetString).FirstOrDefault("");

    public string Hex(int field) => All(field).Select(Convert.ToHexStringLower).FirstOrDefault("");

    public ulong Number(int field) => _fields.Where(found => found.Field == field && found.Bytes is null).Select(found => found.Number).FirstOrDefault();

    public bool Has(int field) => _fields.Exists(found => found.Field == field);

    private IEnumerable<byte[]> All(int field) => _fields.Where(found => found.Field == field).Select(found => found.Bytes).OfType<byte[]>();

    private static ulong ReadVarint(ref ReadOnlySpan<byte> bytes)
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number does not end.");
    }
}
