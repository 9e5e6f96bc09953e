using System.Text;

namespace NanoClaw.Launcher.Tests;

/// <summary>What a program has written to one of its streams so far.</summary>
internal sealed class WrittenText
{
    private readonly StringBuilder _text = new();

    public WrittenText(StreamReader stream) => Reading = ReadAsync(stream);

    /// <summary>Ends with the stream.</summary>
    public Task Reading { get; }

    public override string ToString()
    {
        lock (_text)
        {
            return _text.ToString();
        }
    }

    private async Task ReadAsync(StreamReader stream)
    {
        var buffer = new char[4096];
        while (await stream.ReadAsync(buffer) is > 0 and var count)
        {
            lock (_text)
            {
                _text.Append(buffer, 0, count);
            }
        }
    }
}
