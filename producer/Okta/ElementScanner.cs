using System.Buffers;

namespace Pipeline.Producer.Okta;

/// <summary>
/// Cuts a JSON array that arrives in chunks into the exact bytes of its elements. It follows brackets and strings only
/// and judges no element: one that is malformed inside its brackets is still cut out whole, so that it cannot sink its
/// page.
/// </summary>
/// <remarks>
/// A reader that validates (Utf8JsonReader) would stop at the first bad byte and lose the rest of the page.
/// </remarks>
internal sealed class ElementScanner
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> StringEnd = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> ScalarEnd = SearchValues.Create(",] \t\r\n"u8);

    private readonly ArrayBufferWriter<byte> _element = new();
    private readonly Queue<byte[]> _ready = new();
    private State _state = State.Start;
    private int _depth;
    private bool _inString;
    private bool _escaped;

    private enum State
    {
        Start,
        FirstElement,
        NextElement,
        Element,
        Scalar,
        AfterElement,
        Broken,
        End,
    }

    /// <summary>Whether the array has ended.</summary>
    public bool IsComplete => _state == State.End;

    /// <summary>Where the array is broken between two elements: what is wrong; null where it is not.</summary>
    public string? Fault { get; private set; }

    /// <summary>The exact bytes behind the last whole element, where the array has not ended.</summary>
    public byte[] Remainder() => _element.WrittenSpan.ToArray();

    /// <summary>Takes an element that is complete.</summary>
    public bool TryTake(out byte[]? element) => _ready.TryDequeue(out element);

    /// <summary>Reads the next chunk.</summary>
    /// <exception cref="UnreadablePageException">The body is no JSON array.</exception>
    public void Feed(ReadOnlySpan<byte> chunk)
    {
        while (!chunk.IsEmpty)
        {
            chunk = _state switch
            {
                State.Element => Element(chunk),
                State.Scalar => Scalar(chunk),
                State.Broken => Keep(chunk),
                _ => Between(chunk),
            };
        }
    }

    private ReadOnlySpan<byte> Between(ReadOnlySpan<byte> chunk)
    {
        var first = chunk[0];
        if (first is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            return chunk[1..];
        }

        _state = (_state, first) switch
        {
            (State.Start, (byte)'[') => State.FirstElement,
            (State.FirstElement or State.AfterElement, (byte)']') => State.End,
            (State.AfterElement, (byte)',') => State.NextElement,
            (State.FirstElement or State.NextElement, not ((byte)',' or (byte)']' or (byte)'}')) => Begin(first),
            (State.Start, _) => throw new UnreadablePageException(Unexpected(first)),
            _ => Break(first),
        };
        return _state is State.Element or State.Scalar or State.Broken ? chunk : chunk[1..];
    }

    /// <summary>From here on nobody can say where an element begins: everything is kept as one.</summary>
    private State Break(byte found)
    {
        Fault = $"The JSON array is broken between two elements by byte 0x{found:X2}.";
        return State.Broken;
    }

    private ReadOnlySpan<byte> Keep(ReadOnlySpan<byte> chunk)
    {
        _element.Write(chunk);
        return [];
    }

    private State Begin(byte first)
    {
        _depth = 0;
        _inString = _escaped = false;
        return first is (byte)'{' or (byte)'[' or (byte)'"' ? State.Element : State.Scalar;
    }

    private ReadOnlySpan<byte> Element(ReadOnlySpan<byte> chunk)
    {
        for (var i = 0; i < chunk.Length; i++)
        {
            if (_escaped)
            {
                _escaped = false;
                continue;
            }

            var skip = chunk[i..].IndexOfAny(_inString ? StringEnd : Structure);
            if (skip < 0)
            {
                break;
            }

            i += skip;
            if (Step(chunk[i]))
            {
                Finish(chunk[..(i + 1)]);
                return chunk[(i + 1)..];
            }
        }

        _element.Write(chunk);
        return [];
    }

    /// <summary>One structural byte. Returns whether it ends the element.</summary>
    private bool Step(byte structural)
    {
        switch (structural)
        {
            case (byte)'\\':
                _escaped = true;
                return false;
            case (byte)'"':
                _inString = !_inString;
                return !_inString && _depth == 0;
            case (byte)'{' or (byte)'[':
                _depth++;
                return false;
            default:
                return --_depth == 0;
        }
    }

    private ReadOnlySpan<byte> Scalar(ReadOnlySpan<byte> chunk)
    {
        var end = chunk.IndexOfAny(ScalarEnd);
        if (end < 0)
        {
            _element.Write(chunk);
            return [];
        }

        Finish(chunk[..end]);
        return chunk[end..];
    }

    private void Finish(ReadOnlySpan<byte> tail)
    {
        if (_element.WrittenCount == 0)
        {
            _ready.Enqueue(tail.ToArray());
        }
        else
        {
            _element.Write(tail);
            _ready.Enqueue(_element.WrittenSpan.ToArray());
            _element.ResetWrittenCount();
        }

        _state = State.AfterElement;
    }

    private static string Unexpected(byte found) =>
        found == (byte)'<'
            ? "The body is an HTML page where a JSON array was expected."
            : $"The body begins with byte 0x{found:X2} where a JSON array was expected.";
}
