using System.Buffers.Binary;
using System.Text;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Steps;

/// <summary>
/// Reads what <see cref="StateWriter"/> wrote. Fields are asked for in the order in which they are written: one that is
/// not there is absent, and what nobody asked for shows at the end of the object that holds it.
/// </summary>
/// <exception cref="UnreadableStateException">
/// Thrown by every member where the bytes end early or say what cannot be.
/// </exception>
internal sealed class StateReader
{
    private readonly List<string> _texts = [];
    private byte[] _bytes = [];
    private int _place;
    private long _time;

    /// <summary>Begins with other bytes.</summary>
    public void Open(byte[] bytes)
    {
        (_bytes, _place, _time) = (bytes, 0, 0);
        _texts.Clear();
    }

    public string? Text(int field) => Is(field) ? Text() : null;

    public string Text()
    {
        var head = Unsigned();
        var number = head >> 2;
        switch ((TextKind)(head & 3))
        {
            case TextKind.Known:
                return number < (ulong)_texts.Count ? _texts[(int)number] : throw Damaged();
            case TextKind.Uuid:
                return Keep(new Guid(Take(16)).ToString("D"));
            case TextKind.Literal:
                return Keep(Literal(Take(number)));
            default:
                throw Damaged();
        }
    }

    /// <summary>A number; 0 where nothing is said.</summary>
    public long Number(int field) => Is(field) ? Signed() : 0;

    public int Int(int field)
    {
        var number = Number(field);
        return number is >= int.MinValue and <= int.MaxValue ? (int)number : throw Damaged();
    }

    public long? OptionalNumber(int field) => Is(field) ? Signed() : null;

    public double? OptionalDouble(int field) =>
        Is(field) ? BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double))) : null;

    public bool Flag(int field) => Is(field);

    public bool? OptionalFlag(int field) => Is(field) ? Signed() != 0 : null;

    public DateTimeOffset? OptionalTime(int field) => Is(field) ? Time() : null;

    /// <summary>A time that is always there.</summary>
    public DateTimeOffset Time(int field) => OptionalTime(field) ?? throw Missing(field);

    public DateTimeOffset Time()
    {
        var number = Signed();
        _time += (number & 1) == 0 ? (number >> 1) * TimeSpan.TicksPerMillisecond : number >> 1;
        return _time >= 0 && _time <= DateTimeOffset.MaxValue.Ticks
            ? new DateTimeOffset(_time, TimeSpan.Zero)
            : throw Damaged();
    }

    public TimeSpan Duration(int field) => TimeSpan.FromTicks(Number(field));

    /// <summary>A text that is always there.</summary>
    public string RequiredText(int field) => Text(field) ?? throw Missing(field);

    /// <summary>Whether an object begins here; its content and <see cref="End"/> follow.</summary>
    public bool Begin(int field) => Is(field);

    /// <summary>How many items follow; 0 where there is no list.</summary>
    public int Count(int field)
    {
        if (!Is(field))
        {
            return 0;
        }

        var count = Unsigned();
        // An item takes a byte at least: no damaged count asks for more memory than the bytes are worth.
        return count <= (ulong)(_bytes.Length - _place) ? (int)count : throw Damaged();
    }

    /// <summary>A list whose items <paramref name="read"/> reads.</summary>
    public T[] List<T>(int field, Func<StateReader, T> read)
    {
        var count = Count(field);
        if (count == 0)
        {
            return [];
        }

        var items = new T[count];
        for (var i = 0; i < count; i++)
        {
            items[i] = read(this);
        }

        return items;
    }

    public string[] Texts(int field) => List(field, static x => x.Text());

    /// <summary>Nothing may follow the value.</summary>
    public void Finish()
    {
        if (_place != _bytes.Length)
        {
            throw Damaged();
        }
    }

    /// <summary>The end of an object: what no form asked for is of a later version.</summary>
    public void End()
    {
        if (Unsigned() is not 0 and var field)
        {
            throw new UnreadableStateException(
                $"Field {field} at byte {_place} is not known: a later version wrote it, or the bytes are damaged."
            );
        }
    }

    public ulong Unsigned()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = _place < _bytes.Length ? _bytes[_place++] : throw Damaged();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw Damaged();
    }

    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private string Literal(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Vocabulary.Of(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Damaged();
        }
    }

    /// <summary>Whether the next field is this one; if so, it is passed.</summary>
    private bool Is(int field)
    {
        // Forms have fewer than 128 fields: a byte says which.
        if (_place >= _bytes.Length)
        {
            throw Damaged();
        }

        if (_bytes[_place] != field)
        {
            return false;
        }

        _place++;
        return true;
    }

    private string Keep(string text)
    {
        if (text.Length > StateWriter.ShortText)
        {
            _texts.Add(text);
        }

        return text;
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(_bytes.Length - _place))
        {
            throw Damaged();
        }

        _place += (int)count;
        return _bytes.AsSpan(_place - (int)count, (int)count);
    }

    private UnreadableStateException Damaged() => new($"The bytes are no state from byte {_place} on.");

    private static UnreadableStateException Missing(int field) => new($"Field {field}, which is always there, is not.");
}
