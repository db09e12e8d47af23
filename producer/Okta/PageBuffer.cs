using System.Buffers;

namespace Pipeline.Producer.Okta;

/// <summary>
/// The memory of one page: its bytes as they arrived, in pooled blocks. What does not end in a block moves to the
/// beginning of the next, so each element is in one piece, and a page needs its own size and little more.
/// </summary>
/// <param name="blockBytes">Size of a block.</param>
internal sealed class PageBuffer(int blockBytes = 128 * 1024) : IDisposable
{
    private readonly List<byte[]> _full = [];
    private byte[] _block = ArrayPool<byte>.Shared.Rent(blockBytes);
    private int _begin;
    private int _end;
    private bool _isTakenFrom;
    private bool _isReleased;

    /// <summary>All bytes that are held.</summary>
    public long Size => _full.Sum(x => (long)x.Length) + _block.Length;

    /// <summary>Where the next bytes go.</summary>
    public Memory<byte> Free => _block.AsMemory(_end);

    /// <summary>What has arrived and is neither taken nor skipped.</summary>
    public ReadOnlySpan<byte> Rest => _block.AsSpan(_begin.._end);

    /// <summary>So many bytes have been written to <see cref="Free"/>.</summary>
    public void Arrived(int count) => _end += count;

    public void Skip(int count) => _begin += count;

    /// <summary>Takes the next bytes, to stay where they are until the buffer is disposed.</summary>
    public ReadOnlyMemory<byte> Take(int count)
    {
        _isTakenFrom = true;
        _begin += count;
        return _block.AsMemory(_begin - count, count);
    }

    /// <summary>Begins a new block with the rest of this one; a larger one where the rest fills it.</summary>
    public void Extend()
    {
        var rest = Rest;
        var next = ArrayPool<byte>.Shared.Rent(Math.Max(blockBytes, 2 * rest.Length));
        rest.CopyTo(next);
        if (_isTakenFrom)
        {
            _full.Add(_block);
        }
        else
        {
            ArrayPool<byte>.Shared.Return(_block);
        }

        (_block, _begin, _end, _isTakenFrom) = (next, 0, rest.Length, false);
    }

    /// <summary>Gives the blocks back; once only, since somebody else has them then.</summary>
    public void Dispose()
    {
        if (!_isReleased)
        {
            _isReleased = true;
            _full.ForEach(x => ArrayPool<byte>.Shared.Return(x));
            ArrayPool<byte>.Shared.Return(_block);
        }
    }
}
