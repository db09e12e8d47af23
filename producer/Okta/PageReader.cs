using Pipeline.Schemas.LogEvents;

namespace Pipeline.Producer.Okta;

/// <summary>
/// Reads the body of a page: cuts its array into the exact bytes of the elements and sees at the same look what names
/// each event.
/// </summary>
internal sealed class PageReader(PageBuffer buffer)
{
    /// <summary>
    /// Largest body that is read. A thousand events are a few megabytes; without a bound a broken proxy could fill
    /// memory.
    /// </summary>
    public const long MaxBytes = 256L * 1024 * 1024;

    private readonly List<PageElement> _elements = [];
    private State _state = State.Start;
    private long _total;

    private enum State
    {
        Start,
        FirstElement,
        NextElement,
        AfterElement,
        Broken,
        End,
    }

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static ReadOnlySpan<byte> Whitespace => " \t\r\n"u8;

    /// <summary>The elements that are whole, in order.</summary>
    public IReadOnlyList<PageElement> Elements => _elements;

    /// <exception cref="TruncatedPageException">The body ended inside the array, or its array is broken.</exception>
    /// <exception cref="UnreadablePageException">The body is no JSON array.</exception>
    public async Task ReadAsync(Stream body, CancellationToken cancel)
    {
        // Only a full block is looked at, so that an element is looked at a few times at most, however large.
        while (await FillAsync(body, cancel))
        {
            Read();
            buffer.Extend();
        }

        Read();
        if (_state != State.End)
        {
            throw _total == 0
                ? new UnreadablePageException("The body is empty where a JSON array was expected.")
                : new TruncatedPageException(
                    Fault ?? $"The body ended after {_total} bytes, inside its array.",
                    buffer.Rest.ToArray()
                );
        }
    }

    /// <summary>Where the array is broken between two elements: what is wrong.</summary>
    private string? Fault =>
        _state == State.Broken ? $"The JSON array is broken between two elements by byte 0x{buffer.Rest[0]:X2}." : null;

    /// <summary>Fills the block. Returns whether more may follow.</summary>
    private async Task<bool> FillAsync(Stream body, CancellationToken cancel)
    {
        var free = buffer.Free;
        var read = await ReadAsync(body, free, cancel);
        buffer.Arrived(read);
        if (_total == 0 && buffer.Rest.StartsWith(ByteOrderMark))
        {
            buffer.Skip(ByteOrderMark.Length);
        }

        _total += read;
        return _total <= MaxBytes
            ? read == free.Length
            : throw new UnreadablePageException($"The body is larger than {MaxBytes} bytes.");
    }

    /// <summary>A connection that breaks is a truncated body.</summary>
    private static async Task<int> ReadAsync(Stream body, Memory<byte> free, CancellationToken cancel)
    {
        try
        {
            return await body.ReadAtLeastAsync(free, free.Length, throwOnEndOfStream: false, cancel);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            // InvalidDataException: gzip that breaks off.
            throw new TruncatedPageException($"The connection broke inside the body: {e.Message}", null, e);
        }
    }

    private void Read()
    {
        while (_state != State.Broken)
        {
            var blank = buffer.Rest.IndexOfAnyExcept(Whitespace);
            buffer.Skip(blank < 0 ? buffer.Rest.Length : blank);
            if (buffer.Rest.IsEmpty || !Next(buffer.Rest[0]))
            {
                return;
            }
        }
    }

    /// <summary>Reads on from a byte that is not blank. Returns whether it could.</summary>
    private bool Next(byte first)
    {
        switch (_state, first)
        {
            case (State.Start, (byte)'['):
                return Structural(State.FirstElement);
            case (State.FirstElement or State.AfterElement, (byte)']'):
                return Structural(State.End);
            case (State.AfterElement, (byte)','):
                return Structural(State.NextElement);
            case (State.FirstElement or State.NextElement, not ((byte)',' or (byte)']' or (byte)'}')):
                return Element();
            case (State.Start, _):
                throw new UnreadablePageException(Unexpected(first));
            default:
                // From here on nobody can say where an element begins: the rest is kept as one.
                _state = State.Broken;
                return false;
        }
    }

    private bool Structural(State next)
    {
        _state = next;
        buffer.Skip(1);
        return true;
    }

    private bool Element()
    {
        var length = 0;
        var head = buffer.Rest[0] == '{' ? EventHead.Read(buffer.Rest, out length) : null;
        length = length > 0 ? length : ElementScanner.LengthOf(buffer.Rest);
        if (length == 0)
        {
            return false;
        }

        _elements.Add(new(buffer.Take(length), head));
        _state = State.AfterElement;
        return true;
    }

    private static string Unexpected(byte found) =>
        found == (byte)'<'
            ? "The body is an HTML page where a JSON array was expected."
            : $"The body begins with byte 0x{found:X2} where a JSON array was expected.";
}
