using Microsoft.Extensions.Logging;
using Pipeline.Kafka;

namespace Pipeline.Processor.Delivery.Targets;

/// <summary>
/// Headers whose values may be secrets. Values in files are read for every request, so that a rotated secret needs no
/// restart; the file is small and a request is not.
/// </summary>
internal sealed class SecretHeaders
{
    /// <summary>Longer than any token in use, short enough to read each time.</summary>
    private const int MaxFileBytes = 64 * 1024;

    private readonly string _section;
    private readonly Dictionary<string, string> _values;
    private readonly Dictionary<string, string> _files;
    private readonly ILogger _logger;

    /// <exception cref="ConfigurationException">A file cannot be read.</exception>
    public SecretHeaders(string section, SinkOptions options, ILogger logger)
    {
        _section = section;
        _logger = logger;
        _values = new Dictionary<string, string>(options.Header, StringComparer.OrdinalIgnoreCase);
        _files = new Dictionary<string, string>(options.HeaderFile, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, file) in _files)
        {
            _values[name] =
                Read(file)
                ?? throw new ConfigurationException(
                    $"{section}:HeaderFile:{name} names {file}, which holds no readable single line: correct the path, "
                        + "the permissions or the content."
                );
        }
    }

    /// <summary>The values that count now.</summary>
    public IReadOnlyDictionary<string, string> Current()
    {
        foreach (var (name, file) in _files)
        {
            if (Read(file) is { } value)
            {
                _values[name] = value;
            }
            else
            {
                _logger.LogWarning(
                    "{Section}:HeaderFile:{Header}: {File} holds no readable single line; the value read before goes "
                        + "on.",
                    _section,
                    name,
                    file
                );
            }
        }

        return _values;
    }

    /// <summary>Takes every value out of a text that others wrote.</summary>
    public string Redact(string text)
    {
        foreach (var value in _values.Values.Where(x => x.Length >= 4))
        {
            text = text.Replace(value, "***", StringComparison.Ordinal);
            // A receiver that quotes a token leaves out its scheme.
            if (value.LastIndexOf(' ') is > 0 and var space && value.Length - space > 4)
            {
                text = text.Replace(value[(space + 1)..], "***", StringComparison.Ordinal);
            }
        }

        return text;
    }

    public override string ToString() => $"headers {string.Join(", ", _values.Keys)}";

    private static string? Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            if (stream.Length > MaxFileBytes)
            {
                return null;
            }

            using var reader = new StreamReader(stream);
            var value = reader.ReadToEnd().Trim();
            return value.Length == 0 || value.Any(x => char.IsControl(x) || x > '~') ? null : value;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
