using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Pipeline.Kafka;
using Pipeline.Processor.Detection;

namespace Pipeline.Processor.Configuration;

/// <summary>
/// The options of section <c>Detection</c>, read again when the configuration changes. A change that is not understood
/// changes nothing.
/// </summary>
internal sealed class ConfiguredDetectionOptions : IDetectionOptions
{
    private readonly IConfiguration _configuration;
    private readonly DetectionOptionsReader _reader;
    private readonly ILogger _logger;
    private volatile IReadOnlyDictionary<string, DetectionOptions> _options;

    /// <exception cref="ConfigurationException">The section is not understood.</exception>
    public ConfiguredDetectionOptions(IConfiguration configuration, DetectionOptionsReader reader, ILogger logger)
    {
        (_configuration, _reader, _logger) = (configuration, reader, logger);
        _options = reader.Read(configuration);
        // Watched as long as the process lives, like the configuration itself.
        _ = ChangeToken.OnChange(configuration.GetReloadToken, Reload);
        Say();
    }

    /// <inheritdoc/>
    public DetectionOptions Of(string tenant)
    {
        var options = _options;
        return options.TryGetValue(tenant, out var own) ? own : options[""];
    }

    private void Reload()
    {
        try
        {
            _options = _reader.Read(_configuration);
            Say();
        }
        catch (ConfigurationException e)
        {
            _logger.LogError(
                "The changed configuration of the detections is not used, the old one stays: {Reason}",
                e.Message
            );
        }
    }

    private void Say()
    {
        var options = _options;
        _logger.LogInformation(
            "Detections: {Off} rules off, {Tenants} tenants with options of their own",
            options[""].Off.Count,
            options.Count - 1
        );
    }
}
