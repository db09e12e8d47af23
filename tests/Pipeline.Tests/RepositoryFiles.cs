namespace Pipeline.Tests;

/// <summary>Files of this checkout, found from the test binary upwards.</summary>
internal static class RepositoryFiles
{
    private static readonly Lazy<string> Root = new(Find);

    /// <summary>The absolute path of a path from the root of the repository.</summary>
    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root.Value, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Pipeline.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No Pipeline.sln above {AppContext.BaseDirectory}: run from a checkout.");
    }
}
