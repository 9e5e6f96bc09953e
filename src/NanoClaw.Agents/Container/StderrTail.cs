using System.Text;

namespace NanoClaw.Agents;

/// <summary>The end of what a process writes to its standard error, which is read so that the process never waits for it.</summary>
internal sealed class StderrTail
{
    /// <summary>v1's number of characters.</summary>
    private const int Length = 200;

    private readonly StringBuilder _tail = new();

    public async Task ReadAsync(StreamReader reader)
    {
        var buffer = new char[4096];
        int read;
        while ((read = await reader.ReadAsync(buffer, CancellationToken.None).ConfigureAwait(false)) > 0)
        {
            lock (_tail)
            {
                _tail.Append(buffer, 0, read);
                if (_tail.Length > Length * 8)
                {
                    _tail.Remove(0, _tail.Length - (Length * 4));
                }
            }
        }
    }

    /// <summary>The last 200 characters, made safe: these values of the environment do not appear in them.</summary>
    public string Text(WireSafety safety)
    {
        lock (_tail)
        {
            // Hidden first and cut after, lest half of a secret be left at the cut.
            var hidden = safety.Hide(_tail.ToString()).Trim();
            return safety.Text(hidden.Length > Length ? hidden[^Length..] : hidden);
        }
    }
}
