using System.Text;
using QRCoder;

namespace NanoClaw.Channels.WhatsApp.Login;

/// <summary>A QR code as lines of text, two rows of its squares in each.</summary>
public static class QrText
{
    /// <summary>Draws a code with its quiet zone, without line ends.</summary>
    /// <param name="data">What it says.</param>
    /// <param name="isInverted">Draws the light squares, for light text on a dark ground without colours; else the dark ones, for black on white.</param>
    public static IReadOnlyList<string> Draw(string data, bool isInverted)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(data, QRCodeGenerator.ECCLevel.L);
        var rows = code.ModuleMatrix;
        var lines = new List<string>();
        for (var row = 0; row < rows.Count; row += 2)
        {
            var line = new StringBuilder();
            for (var column = 0; column < rows[row].Count; column++)
            {
                var upper = rows[row][column] != isInverted;
                var lower = row + 1 < rows.Count ? rows[row + 1][column] != isInverted : isInverted;
                line.Append(
                    (upper, lower) switch
                    {
                        (true, true) => '█',
                        (true, false) => '▀',
                        (false, true) => '▄',
                        _ => ' ',
                    }
                );
            }

            lines.Add(line.ToString());
        }

        return lines;
    }
}
