namespace Pipeline.Tests.Detection;

/// <summary>The shared folder of inputs that went wrong for others, if it is beside the repository.</summary>
internal static class Cases
{
    public static string? Find(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "cases", file);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
