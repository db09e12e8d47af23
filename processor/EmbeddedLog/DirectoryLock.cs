namespace Pipeline.Processor.Embedded;

/// <summary>
/// Makes one process the owner of a data directory: a file held open with an exclusive lock, which the operating system
/// frees however the process ends. The file stays; its presence says nothing.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DirectoryLock(FileStream file) => _file = file;

    /// <exception cref="DataDirectoryInUseException">Another process holds it.</exception>
    public static DirectoryLock Take(string directory)
    {
        try
        {
            var path = Path.Combine(directory, "log.lock");
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DataDirectoryException(
                $"The data directory {directory} is not writable: grant this user write access, or choose another.",
                e
            );
        }
        catch (IOException e)
        {
            throw new DataDirectoryInUseException(directory, e);
        }
    }

    public void Dispose() => _file.Dispose();
}
