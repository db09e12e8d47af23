using System.Net.Http.Headers;
using Pipeline.Kafka;

namespace Pipeline.Processor.Delivery;

/// <summary>Refuses, at start-up and with one sentence, what could not work or would not be safe.</summary>
internal static class DeliveryOptionsCheck
{
    /// <summary>Headers that the sink itself sets.</summary>
    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection",
        "Content-Encoding",
        "Content-Length",
        "Content-Type",
        "Host",
        "Idempotency-Key",
        "Transfer-Encoding",
        "traceparent",
        "User-Agent",
        "X-Batch-Count",
        "X-Batch-Source",
        "X-Content-SHA256",
    };

    /// <exception cref="ConfigurationException">The options cannot work.</exception>
    public static void Check(DeliveryOptions options)
    {
        Positive(nameof(options.MaxBatchBytes), options.MaxBatchBytes);
        Positive(nameof(options.MaxBatchRecords), options.MaxBatchRecords);
        Positive(nameof(options.RequestTimeout), options.RequestTimeout.Ticks);
        Positive(nameof(options.DrainTimeout), options.DrainTimeout.Ticks);
        Positive(nameof(options.RevokeTimeout), options.RevokeTimeout.Ticks);
        NotNegative(nameof(options.MaxBatchAge), options.MaxBatchAge.Ticks);
        NotNegative(nameof(options.MaxConsecutiveRejections), options.MaxConsecutiveRejections);
        if (options.MaxInFlightBytes < options.MaxBatchBytes)
        {
            throw new ConfigurationException(
                $"Delivery:MaxInFlightBytes ({options.MaxInFlightBytes}) is less than Delivery:MaxBatchBytes "
                    + $"({options.MaxBatchBytes}), so that no batch could fill: raise it to at least as much."
            );
        }

        Check("Alerts", options.Alerts);
        Check("Telemetry", options.Telemetry);
        Check("Licences", options.Licences);
        var shared = new[] { options.Alerts.File, options.Telemetry.File, options.Licences.File }
            .Where(x => !string.IsNullOrWhiteSpace(x))
            .GroupBy(x => Path.GetFullPath(x!), StringComparer.Ordinal)
            .FirstOrDefault(x => x.Skip(1).Any());
        if (shared is not null)
        {
            throw new ConfigurationException(
                $"Two sinks under Delivery have File={shared.Key}: give each its own file."
            );
        }
    }

    private static void Check(string sink, SinkOptions options)
    {
        if (!options.IsConfigured)
        {
            return;
        }

        if (!string.IsNullOrWhiteSpace(options.Url) && !string.IsNullOrWhiteSpace(options.File))
        {
            throw new ConfigurationException(
                $"Delivery:{sink}:Url and Delivery:{sink}:File are both set: remove one, a sink has one target."
            );
        }

        if (!string.IsNullOrWhiteSpace(options.Url))
        {
            CheckUrl(sink, options.Url);
            CheckHeaders(sink, options);
        }
    }

    /// <summary>The messages do not repeat the URL: its path or query may be a secret.</summary>
    private static void CheckUrl(string sink, string text)
    {
        var key = $"Delivery:{sink}:Url";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            throw new ConfigurationException($"{key} is no absolute URL: write it as https://host/path.");
        }

        if (url.UserInfo.Length > 0)
        {
            throw new ConfigurationException(
                $"{key} holds credentials: remove them and set Delivery:{sink}:HeaderFile:Authorization instead."
            );
        }

        if (url.Scheme == "http" && !url.IsLoopback)
        {
            throw new ConfigurationException(
                $"{key} is plain http to {url.Host}: use https, http is for receivers on this machine only."
            );
        }
    }

    private static void CheckHeaders(string sink, SinkOptions options)
    {
        foreach (var name in options.Header.Keys.Concat(options.HeaderFile.Keys))
        {
            if (Own.Contains(name))
            {
                throw new ConfigurationException(
                    $"Delivery:{sink}:Header:{name} is a header that the sink itself sets: remove it."
                );
            }

            if (!IsName(name))
            {
                throw new ConfigurationException(
                    $"Delivery:{sink}:Header:{name} is no name of an HTTP request header: correct it."
                );
            }
        }

        foreach (var (name, value) in options.Header)
        {
            if (options.HeaderFile.ContainsKey(name))
            {
                throw new ConfigurationException(
                    $"Delivery:{sink}:Header:{name} and Delivery:{sink}:HeaderFile:{name} are both set: remove one."
                );
            }

            if (value.Any(x => char.IsControl(x) || x > '~'))
            {
                throw new ConfigurationException(
                    $"Delivery:{sink}:Header:{name} holds a character that no header may carry: use printable ASCII."
                );
            }
        }
    }

    private static bool IsName(string name)
    {
        using var request = new HttpRequestMessage();
        return NameValueHeaderValue.TryParse(name, out _) && request.Headers.TryAddWithoutValidation(name, "x");
    }

    private static void Positive(string key, long value)
    {
        if (value <= 0)
        {
            throw new ConfigurationException($"Delivery:{key} must be greater than zero: raise it or remove it.");
        }
    }

    private static void NotNegative(string key, long value)
    {
        if (value < 0)
        {
            throw new ConfigurationException($"Delivery:{key} must not be negative: raise it or remove it.");
        }
    }
}
