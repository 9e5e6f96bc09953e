using System.Security.Cryptography;
using System.Text;

namespace NanoClaw.Backup.Keys;

/// <summary>
/// Bytes as people write them down: Crockford's base 32 in groups of four, without letters that look alike, and with a
/// checksum that finds a slip of the pen.
/// </summary>
internal static class RecoveryText
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int GroupLength = 4;
    private const int ChecksumLength = 3;

    public static string Of(ReadOnlySpan<byte> secret)
    {
        byte[] all = [.. secret, .. Checksum(secret)];
        var text = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var value in all)
        {
            (bits, count) = ((bits << 8) | value, count + 8);
            while (count >= 5)
            {
                count -= 5;
                Add(Alphabet[(bits >> count) & 31]);
            }
        }

        if (count > 0)
        {
            Add(Alphabet[(bits << (5 - count)) & 31]);
        }

        return text.ToString();

        void Add(char letter)
        {
            if (text.Length % (GroupLength + 1) == GroupLength)
            {
                text.Append('-');
            }

            text.Append(letter);
        }
    }

    /// <exception cref="BackupException">It is too short, too long, has a strange character, or the checksum is wrong.</exception>
    public static byte[] Parse(string text, int length)
    {
        var letters = text.Where(c => !char.IsWhiteSpace(c) && c != '-').ToArray();
        var expected = (((length + ChecksumLength) * 8) + 4) / 5;
        if (letters.Length != expected)
        {
            throw Wrong($"it has {letters.Length} letters and digits, and must have {expected}");
        }

        var bytes = new List<byte>();
        var (bits, count) = (0, 0);
        foreach (var letter in letters)
        {
            var value = Alphabet.IndexOf(Unmistakable(char.ToUpperInvariant(letter)), StringComparison.Ordinal);
            if (value < 0)
            {
                throw Wrong("it holds a character that no recovery key has");
            }

            (bits, count) = (((bits << 5) | value) & 0xFFF, count + 5);
            if (count >= 8)
            {
                count -= 8;
                bytes.Add((byte)(bits >> count));
            }
        }

        var secret = bytes.Take(length).ToArray();
        return Checksum(secret).SequenceEqual(bytes.Skip(length)) ? secret : throw Wrong("at least one character is not what was printed");
    }

    private static char Unmistakable(char letter) =>
        letter switch
        {
            'O' => '0',
            'I' or 'L' => '1',
            _ => letter,
        };

    private static byte[] Checksum(ReadOnlySpan<byte> secret) => SHA256.HashData(secret)[..ChecksumLength];

    // The text is a secret, or nearly one: it is not repeated.
    private static BackupException Wrong(string why) =>
        new(BackupFailure.NoKey, $"This is not a recovery key: {why}. Look at the printed one again, the groups of four one by one.");
}
