using Microsoft.Win32.SafeHandles;

namespace Pipeline.Processor.Reading;

/// <summary>Standard output as a stream that tells when nobody reads it any more.</summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;

    /// <remarks>
    /// .NET's own console stream ignores a broken pipe, so that a program behind <c>| head</c> would write for ever. A
    /// file stream on the descriptor throws. Regular files keep the console stream: a file stream has a position of its
    /// own, and what another program of the same redirection wrote would be overwritten.
    /// </remarks>
    public static Stream Open()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
        {
            return Console.OpenStandardOutput();
        }

        var pipe = new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, 0);
        return pipe.CanSeek ? Console.OpenStandardOutput() : pipe;
    }
}
