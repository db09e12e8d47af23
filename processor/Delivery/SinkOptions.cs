namespace Pipeline.Processor.Delivery;

/// <summary>Where one sink delivers to: section <c>Delivery:Alerts</c> and its siblings.</summary>
internal class SinkOptions
{
    /// <summary>Endpoint that takes POST requests. https, or http to this machine. The path may be a secret.</summary>
    public string? Url { get; set; }

    /// <summary>File to append lines to, instead of an endpoint.</summary>
    public string? File { get; set; }

    /// <summary>Request headers by name. Values may be secrets.</summary>
    public Dictionary<string, string> Header { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Request headers whose value is the text of a file, read anew for every request.</summary>
    public Dictionary<string, string> HeaderFile { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Statuses that mean "has it already". Default: 409.</summary>
    public int[]? SuccessOn { get; set; }

    /// <summary>Further statuses to try again on, e.g. 406 where an API answers so to too many requests.</summary>
    public int[]? RetryOn { get; set; }

    /// <summary>Whether this sink has a target at all.</summary>
    public bool IsConfigured => !string.IsNullOrWhiteSpace(Url) || !string.IsNullOrWhiteSpace(File);

    /// <summary>Names only: a path, a query and a header value may be secrets.</summary>
    public override string ToString() =>
        !IsConfigured ? "not configured"
        : Uri.TryCreate(Url, UriKind.Absolute, out var url) ? $"{url.Scheme}://{url.Authority.Split('@')[^1]}"
        : File is { Length: > 0 } file ? $"file {file}"
        : "an unreadable Url";
}
