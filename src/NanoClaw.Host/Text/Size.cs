using System.Globalization;

namespace NanoClaw.Host.Text;

/// <summary>A number of bytes as people read it.</summary>
public static class Size
{
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB"];

    public static string Text(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        for (; value >= 1000 && unit < Units.Length - 1; unit++)
        {
            value /= 1000;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 || value >= 100 ? Math.Round(value) : Math.Round(value, 1))} {Units[unit]}");
    }
}
