using Pipeline.Processor.Delivery.Policies;

namespace Pipeline.Processor.Delivery.Targets;

/// <summary>Appends lines to a file and acknowledges when they are on the disk.</summary>
/// <remarks>
/// At least once: lines written just before a crash, before their offsets were committed, are written again; their ids
/// are the same. A line that a crash tore is cut away before the next is written. A payload with line breaks in it
/// keeps its bytes and takes several lines.
/// </remarks>
internal sealed class FileTarget(string path) : IDeliveryTarget
{
    private FileStream? _file;

    /// <inheritdoc/>
    public string Name => $"file {path}";

    /// <inheritdoc/>
    public Task<Verdict> SendAsync(Payload payload, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        long? before = null;
        try
        {
            _file ??= Open(path);
            before = _file.Length;
            _file.Seek(0, SeekOrigin.End);
            _file.Write(payload.Text);
            _file.Flush(flushToDisk: true);
            return Task.FromResult(Verdict.Acknowledged);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TakeBack(before);
            return Task.FromResult(
                e is UnauthorizedAccessException
                    ? ResponsePolicy.Of(e)
                    : new Verdict(VerdictKind.Retry, $"cannot write: {e.Message}")
            );
        }
    }

    public void Dispose() => _file?.Dispose();

    private static FileStream Open(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory)
        {
            Directory.CreateDirectory(directory);
        }

        // No buffer of its own: what Write got is what Flush brings to the disk. Other writers are kept out.
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        try
        {
            file.SetLength(EndOfLastLine(file));
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads backwards in blocks: a torn line can be as long as a batch.</summary>
    private static long EndOfLastLine(FileStream file)
    {
        var block = new byte[64 * 1024];
        for (var end = file.Length; end > 0; )
        {
            var start = Math.Max(0, end - block.Length);
            var part = block.AsSpan(0, (int)(end - start));
            file.Seek(start, SeekOrigin.Begin);
            file.ReadExactly(part);
            if (part.LastIndexOf((byte)'\n') is >= 0 and var at)
            {
                return start + at + 1;
            }

            end = start;
        }

        return 0;
    }

    /// <summary>A half-written payload must not stand before its own repetition.</summary>
    private void TakeBack(long? before)
    {
        try
        {
            if (before is { } length)
            {
                _file?.SetLength(length);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Opening it again cuts the torn line away.
            _file?.Dispose();
            _file = null;
        }
    }
}
