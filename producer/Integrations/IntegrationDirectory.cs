using System.Text.Json;
using Pipeline.Kafka;
using Pipeline.Producer.Collection;

namespace Pipeline.Producer.Integrations;

/// <summary>
/// The integrations of a directory. It may be a mounted Kubernetes Secret: what counts is what the files say when they
/// are read, not events of the file system.
/// </summary>
internal sealed class IntegrationDirectory(string path)
{
    private const string Ending = ".json";
    private const string TokenEnding = ".token";

    public string Path => path;

    public bool Exists => Directory.Exists(path);

    /// <summary>Every integration, with its fault where it cannot be used, in the order of names.</summary>
    /// <exception cref="ConfigurationException">
    /// The directory cannot be read, which is not the same as empty.
    /// </exception>
    public IReadOnlyList<(string File, TenantOptions? Options, string? Fault)> Read()
    {
        var found = new List<(string, TenantOptions?, string?)>();
        foreach (var file in Files())
        {
            found.Add(Read(file));
        }

        return found;
    }

    /// <summary>Saves an integration and its secret; a reader sees both or neither.</summary>
    /// <exception cref="ConfigurationException">It exists, or the directory cannot be written.</exception>
    public void Add(IntegrationFile integration, string? token)
    {
        var file = FileOf(integration.Name!);
        if (File.Exists(file))
        {
            throw new ConfigurationException(
                $"{integration.Name} exists in {path}: `integrations rotate {integration.Name}` gives it a new token; "
                    + "else give another name."
            );
        }

        Save(integration, TokenFile(integration.Name!), token);
    }

    /// <summary>
    /// Replaces the secret of an integration; a running producer reads a token anew with each request.
    /// </summary>
    /// <exception cref="ConfigurationException">The directory cannot be written.</exception>
    public void Rotate(IntegrationFile integration, string? token) =>
        Save(integration, integration.ApiTokenFile ?? TokenFile(integration.Name!), token);

    /// <summary>The file of an integration.</summary>
    /// <exception cref="ConfigurationException">There is none of this name, or it cannot be read.</exception>
    public IntegrationFile Find(string name)
    {
        var file = FileOf(name);
        if (!File.Exists(file))
        {
            throw new ConfigurationException($"There is no integration {name} in {path}.");
        }

        try
        {
            return IntegrationFile.Parse(File.ReadAllText(file)) with { Name = name };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ConfigurationException($"{file} is no integration: {e.Message}", e);
        }
    }

    private void Save(IntegrationFile integration, string tokenFile, string? token)
    {
        try
        {
            Directory.CreateDirectory(path);
            if (token is not null)
            {
                Write(System.IO.Path.Combine(path, tokenFile), token + "\n");
            }

            // Last: the producer takes the integration up when it sees this file.
            Write(FileOf(integration.Name!), integration.Text());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path} cannot be written: {e.Message}", e);
        }
    }

    /// <exception cref="ConfigurationException">There is none of this name, or it cannot be removed.</exception>
    public void Remove(string name)
    {
        var file = FileOf(name);
        if (!File.Exists(file))
        {
            throw new ConfigurationException($"There is no integration {name} in {path}.");
        }

        try
        {
            File.Delete(file);
            File.Delete(System.IO.Path.Combine(path, TokenFile(name)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{file} cannot be removed: {e.Message}", e);
        }
    }

    public static string TokenFile(string name) => name + TokenEnding;

    private string FileOf(string name) =>
        name.Length > 0 && name.IndexOfAny(System.IO.Path.GetInvalidFileNameChars()) < 0 && name[0] != '.'
            ? System.IO.Path.Combine(path, name + Ending)
            : throw new ConfigurationException(
                $"'{name}' cannot be the name of a file: use letters, digits and dashes."
            );

    private IEnumerable<string> Files()
    {
        try
        {
            return Exists
                ?
                [
                    .. Directory
                        .EnumerateFiles(path, "*" + Ending)
                        // A mounted Secret keeps its versions in hidden directories and files beside the links.
                        .Where(x => System.IO.Path.GetFileName(x)[0] != '.')
                        .Order(StringComparer.Ordinal),
                ]
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path} cannot be read: {e.Message}", e);
        }
    }

    private (string File, TenantOptions? Options, string? Fault) Read(string file)
    {
        try
        {
            return (file, IntegrationFile.Parse(File.ReadAllText(file)).Options(path), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return (file, null, $"{file} is no integration: {e.Message}");
        }
    }

    /// <summary>Whole or not at all, and readable by its owner alone.</summary>
    private static void Write(string file, string text)
    {
        var draft = file + ".tmp";
        using (var stream = new FileStream(draft, Options()))
        using (var writer = new StreamWriter(stream))
        {
            writer.Write(text);
        }

        File.Move(draft, file, overwrite: true);
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
