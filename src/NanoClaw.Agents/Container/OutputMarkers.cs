namespace NanoClaw.Agents;

/// <summary>
/// Finds the results in a container's output, however it is split over reads. What lies outside of the markers is
/// not kept, and of what lies inside at most so many bytes.
/// </summary>
internal sealed class OutputMarkers(long maxBytes)
{
    private byte[] _buffer = new byte[4096];
    private int _length;
    private int _searched;
    private bool _inside;

    private static ReadOnlySpan<byte> Start => "---NANOCLAW_OUTPUT_START---"u8;

    private static ReadOnlySpan<byte> End => "---NANOCLAW_OUTPUT_END---"u8;

    /// <summary>Takes what was read, and gives the results that it completes.</summary>
    /// <exception cref="AgentProtocolException">A result is larger than it may be.</exception>
    public IReadOnlyList<byte[]> Add(ReadOnlySpan<byte> bytes)
    {
        Append(bytes);
        var results = new List<byte[]>();
        while (true)
        {
            var marker = _inside ? End : Start;
            var at = _buffer.AsSpan(_searched, _length - _searched).IndexOf(marker);
            if (at < 0)
            {
                // A marker may have begun in the last bytes.
                var keep = Math.Min(_length, marker.Length - 1);
                if (!_inside)
                {
                    Drop(_length - keep);
                }

                _searched = Math.Max(0, _length - keep);
                break;
            }

            at += _searched;
            if (_inside)
            {
                results.Add(_buffer.AsSpan(0, at).ToArray());
            }

            Drop(at + marker.Length);
            _inside = !_inside;
        }

        return _length <= maxBytes
            ? results
            : throw new AgentProtocolException(
                AgentErrorCodes.ResponseTooLarge,
                $"A result of the container is larger than {maxBytes} bytes. Raise {AgentConfigurationKeys.ContainerMaxOutputBytes} if that is meant."
            );
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_buffer.Length - _length < bytes.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + bytes.Length));
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Drop(int count)
    {
        _buffer.AsSpan(count, _length - count).CopyTo(_buffer);
        _length -= count;
        _searched = 0;
    }
}
