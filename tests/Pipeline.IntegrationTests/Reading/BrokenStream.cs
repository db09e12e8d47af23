namespace Pipeline.IntegrationTests.Reading;

/// <summary>A pipe whose reader has gone.</summary>
internal sealed class BrokenStream : MemoryStream
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length > 0)
        {
            throw new IOException("Broken pipe");
        }
    }
}
