using System.Text;

namespace Pipeline.IntegrationTests.Reading;

/// <summary>A stream that tells when a text has been written to it.</summary>
internal sealed class SignallingStream : MemoryStream
{
    private readonly SemaphoreSlim _written = new(0);

    public async Task WaitForAsync(string text, CancellationToken cancellationToken)
    {
        while (!Encoding.UTF8.GetString(ToArray()).Contains(text, StringComparison.Ordinal))
        {
            await _written.WaitAsync(cancellationToken);
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        lock (_written)
        {
            base.Write(buffer);
        }

        _written.Release();
    }

    public override byte[] ToArray()
    {
        lock (_written)
        {
            return base.ToArray();
        }
    }
}
